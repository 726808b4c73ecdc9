/* global L */
import { STYLES } from './shapes.js';

const QUIET = { interactive: false, pmIgnore: true, snapIgnore: true };
const LINE = { ...QUIET, color: '#1c2530', weight: 3, dashArray: '6 5', fill: false };
const DOT = { ...QUIET, radius: 5, color: '#1c2530', weight: 2, fillColor: '#ffd54a', fillOpacity: 1 };

/** What is being made or moved with the cross-hair, on the map. */
export class CrosshairMarks {
  #marks;

  constructor(map) {
    this.#marks = L.layerGroup([], { pmIgnore: true }).addTo(map);
  }

  clear() {
    this.#marks.clearLayers();
  }

  /** `place` is where the cross-hair is, `held` the shape as it would become. */
  show({ pen, place, held }) {
    this.clear();
    const points = [...pen.points, place].map(latlng);
    if (pen.points.length > 0) {
      this.#marks.addLayer(pathOf(pen.kind, points));
      pen.points.forEach((point) => this.#marks.addLayer(L.circleMarker(latlng(point), DOT)));
    }
    if (held !== null) {
      this.#marks.addLayer(heldLayer(held));
    }
  }
}

function pathOf(kind, points) {
  if (kind === 'rectangle') {
    return L.rectangle(points, LINE);
  }
  return kind === 'circle' ? L.circle(points[0], { ...LINE, radius: L.latLng(points[0]).distanceTo(points[1]) }) : L.polyline(points, LINE);
}

function heldLayer({ mode, geometry, zone }) {
  const style = { ...QUIET, color: STYLES[mode].color, weight: 3, dashArray: '2 6', fill: false };
  return geometry.type === 'Point'
    ? L.circle(latlng(geometry.coordinates), { ...style, radius: zone.buffer_m })
    : L.geoJSON(geometry, { style, ...QUIET });
}

function latlng([longitude, latitude]) {
  return [latitude, longitude];
}
