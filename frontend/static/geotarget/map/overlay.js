/* global L */
import { markStyle } from './marks.js';
import { quietPane } from './start.js';

const COUNTED = { color: '#0b4f8a', weight: 1, fillColor: '#1f7dc5', fillOpacity: 0.18 };

/** What the server counted, on the map: the densified shape, and a mark per selected address. */
export class Overlay {
  #shape = null;
  #points;
  #place = null;

  constructor(map) {
    this.map = map;
    this.shapeOptions = quietPane(map, 'counted');
    this.pointOptions = quietPane(map, 'selected');
    this.#points = L.layerGroup([], { pmIgnore: true }).addTo(map);
    map.on('zoomend', () => this.#points.eachLayer((mark) => this.#fit(mark)));
  }

  showShape(geometry) {
    this.#shape?.remove();
    this.#shape = geometry === null ? null : L.geoJSON(geometry, { ...this.shapeOptions, style: COUNTED });
    this.#shape?.addTo(this.map);
  }

  /** `points` are [longitude, latitude, addresses, isLeftOut]. */
  showPoints(points) {
    this.#points.clearLayers();
    for (const [longitude, latitude, addresses, isLeftOut] of points) {
      const mark = L.circleMarker([latitude, longitude], { ...this.pointOptions, about: { addresses, isLeftOut } });
      this.#fit(mark);
      this.#points.addLayer(mark);
    }
  }

  #fit(mark) {
    mark.setStyle(markStyle(this.map.getZoom(), mark.options.about));
  }

  /** Mark where something is wrong, or a place that was looked for; null takes the mark away. */
  showPlace(place, mark = 'fault-mark') {
    this.#place?.remove();
    this.#place = null;
    if (place !== null) {
      const icon = L.divIcon({ className: mark, html: '', iconSize: [28, 28] });
      const latlng = [place[1], place[0]];
      this.#place = L.marker(latlng, { icon, interactive: false, keyboard: false, pmIgnore: true }).addTo(this.map);
    }
  }
}
