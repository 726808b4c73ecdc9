/* global L */

const STILL = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');
const QUIET = { interactive: false, pmIgnore: true, snapIgnore: true };
const RING = { ...QUIET, color: '#d18f00', weight: 8, opacity: 0.6, fill: false };

/** Shows on the map which ring and which corner a person is at in the table. */
export class CornerMark {
  #marks;

  constructor(map) {
    this.map = map;
    this.#marks = L.layerGroup([], { pmIgnore: true }).addTo(map);
  }

  clear() {
    this.#marks.clearLayers();
  }

  /** `corner` is a number of `corners`, or null for the ring alone; `isOpen` of a line. */
  show(corners, corner, isOpen) {
    this.clear();
    const places = corners.map(([longitude, latitude]) => [latitude, longitude]);
    this.#marks.addLayer(isOpen ? L.polyline(places, RING) : L.polygon(places, RING));
    if (corner !== null) {
      this.#point(places[corner]);
    }
  }

  #point(place) {
    const icon = L.divIcon({ className: 'corner-mark', html: '', iconSize: [22, 22] });
    this.#marks.addLayer(L.marker(place, { icon, keyboard: false, ...QUIET }));
    if (!this.map.getBounds().contains(place)) {
      this.map.panTo(place, { animate: !STILL?.matches });
    }
  }
}
