/* global L */
import { post } from '../request.js';
import { latestOnly } from './latest.js';

const FROM_ZOOM = 16;
const DELAY_MS = 200;
const NEAR_PIXELS = 30;
const NOWHERE = [[-85, 0], [-85, 0.0001]];

/** Borders of parcels to draw along: fetched for the view while somebody draws, never shown. */
export class ParcelEdges {
  #edges = [];
  #box = '';

  constructor(map, url, { isWanted }) {
    this.map = map;
    this.isWanted = isWanted;
    // Geoman holds every corner of a layer against the pointer: it gets only those near it.
    this.near = L.polyline([NOWHERE], { opacity: 0, interactive: false, pmIgnore: true, snapIgnore: false }).addTo(map);
    this.asking = latestOnly((box, signal) => post(url, { box }, signal), {
      delay: DELAY_MS,
      answered: ({ edges }) => this.#take(edges ?? []),
      failed: () => this.#take([]),
    });
    map.on('moveend', () => this.follow());
    map.on('mousemove', ({ latlng }) => this.#edges.length > 0 && this.near.setLatLngs(this.#around(latlng)));
  }

  /** Rings as lists of [longitude, latitude]; none while nobody draws, or from far away. */
  get lines() {
    return this.#edges.map(({ line }) => line);
  }

  /** Ask for the view, where somebody draws. */
  follow() {
    if (!this.isWanted() || this.map.getZoom() < FROM_ZOOM) {
      this.#take([]);
      this.#box = '';
      this.asking.cancel();
      return;
    }
    const bounds = this.map.getBounds();
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    if (this.#box !== box.join()) {
      this.#box = box.join();
      this.asking.about(box);
    }
  }

  #take(edges) {
    this.#edges = edges.map((line) => ({ line, bounds: L.latLngBounds(line.map(([longitude, latitude]) => [latitude, longitude])) }));
    this.near.setLatLngs([NOWHERE]);
  }

  #around(latlng) {
    const point = this.map.latLngToContainerPoint(latlng);
    const corners = [[-NEAR_PIXELS, NEAR_PIXELS], [NEAR_PIXELS, -NEAR_PIXELS]];
    const view = L.latLngBounds(corners.map((by) => this.map.containerPointToLatLng(point.add(by))));
    const near = this.#edges.filter(({ bounds }) => bounds.intersects(view));
    return near.length === 0 ? [NOWHERE] : near.map(({ line }) => line.map(([longitude, latitude]) => [latitude, longitude]));
  }
}
