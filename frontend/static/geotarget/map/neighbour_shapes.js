/* global L */
import { quietPane } from './start.js';

// Told apart by line and words too, not by colour alone.
const STYLES = {
  subject: { color: '#1c2530', weight: 4, fillColor: '#1c2530', fillOpacity: 0.12 },
  adjoining: { color: '#0b4f8a', weight: 3, fillColor: '#1f7dc5', fillOpacity: 0.22 },
  across_road: { color: '#5b2a86', weight: 3, dashArray: '9 5', fillColor: '#8a55b8', fillOpacity: 0.22 },
  within: { color: '#3d4a57', weight: 2, dashArray: '2 5', fillColor: '#77818c', fillOpacity: 0.2 },
};

/** The parcels whose neighbours are meant, and those neighbours, on the map. */
export class NeighbourShapes {
  #layer;

  constructor(map) {
    this.options = quietPane(map, 'neighbours');
    this.#layer = L.layerGroup([], { pmIgnore: true }).addTo(map);
  }

  /** `shapes`: {how, geometry}. */
  show(shapes) {
    this.#layer.clearLayers();
    for (const { how, geometry } of shapes) {
      this.#layer.addLayer(L.geoJSON(geometry, { ...this.options, style: STYLES[how] }));
    }
  }
}
