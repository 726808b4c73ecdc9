/* global L */
import { post } from '../request.js';
import { latestOnly } from './latest.js';
import { quietPane } from './start.js';

const BORDER = { color: '#5b2a86', weight: 2.5, dashArray: '10 5', fill: true, fillColor: '#5b2a86', fillOpacity: 0.07 };

/** The borders of picked districts on the map, each with its name. One that is not loaded has none. */
export class Borders {
  #shown = '';

  constructor(map, url) {
    this.layer = L.layerGroup([], { pmIgnore: true }).addTo(map);
    this.options = quietPane(map, 'borders');
    this.asking = latestOnly((districts, signal) => post(url, { districts }, signal), {
      delay: 0,
      answered: ({ borders }) => this.#draw(borders),
      failed: () => this.layer.clearLayers(),
    });
  }

  show(districts) {
    const keys = districts.map(({ key }) => key);
    if (keys.join() === this.#shown) {
      return;
    }
    this.#shown = keys.join();
    if (keys.length === 0) {
      this.asking.cancel();
      this.layer.clearLayers();
    } else {
      this.asking.about(keys);
    }
  }

  #draw(borders) {
    this.layer.clearLayers();
    for (const { name, geometry } of borders) {
      const border = L.geoJSON(geometry, { ...this.options, style: BORDER });
      this.layer.addLayer(border);
      this.layer.addLayer(labelAt(border.getBounds(), name));
    }
  }
}

/** A name at the northern edge, where it covers no address. */
export function labelAt(bounds, name) {
  const at = [bounds.getNorth(), bounds.getCenter().lng];
  return L.tooltip({ permanent: true, direction: 'top', className: 'shape-label' }).setLatLng(at).setContent(document.createTextNode(name));
}
