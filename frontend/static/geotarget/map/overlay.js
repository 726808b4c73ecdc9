/* global L */
import { quietPane } from './start.js';

const COUNTED = { color: '#0b4f8a', weight: 1, fillColor: '#1f7dc5', fillOpacity: 0.18 };
const SELECTED = { radius: 5, weight: 2, color: '#ffffff', fillColor: '#0b4f8a', fillOpacity: 1 };
const LEFT_OUT = { radius: 5, weight: 2.5, color: '#8a1c0c', fillColor: '#ffffff', fillOpacity: 1 };

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
      const style = isLeftOut ? LEFT_OUT : SELECTED;
      const radius = addresses > 1 ? style.radius + 3 : style.radius;
      this.#points.addLayer(
        L.circleMarker([latitude, longitude], { ...this.pointOptions, ...style, radius }),
      );
    }
  }

  /** Mark where something is wrong; null takes the mark away. */
  showPlace(place) {
    this.#place?.remove();
    this.#place = null;
    if (place !== null) {
      const icon = L.divIcon({ className: 'fault-mark', html: '', iconSize: [28, 28] });
      const latlng = [place[1], place[0]];
      this.#place = L.marker(latlng, { icon, interactive: false, keyboard: false, pmIgnore: true }).addTo(this.map);
    }
  }
}
