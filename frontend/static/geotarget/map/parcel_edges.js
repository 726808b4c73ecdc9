/* global L */
import { post } from '../request.js';
import { latestOnly } from './latest.js';

const FROM_ZOOM = 16;
const DELAY_MS = 200;
/** How much more than the view is asked for, so that a small move asks nothing. */
const MARGIN = 0.3;
const NEAR_PIXELS = 30;
const NOWHERE = [[-85, 0], [-85, 0.0001]];

/** Borders of parcels to draw along: fetched for the view while somebody draws, never shown. */
export class ParcelEdges {
  #edges = [];
  #covered = null;

  constructor(map, url, { isWanted }) {
    this.map = map;
    this.isWanted = isWanted;
    // Geoman holds every corner of a layer against the pointer: it gets only those near it.
    this.near = L.polyline([NOWHERE], { opacity: 0, interactive: false, pmIgnore: true, snapIgnore: false }).addTo(map);
    this.asking = latestOnly((box, signal) => post(url, { box }, signal), {
      delay: DELAY_MS,
      answered: ({ edges }) => this.#take(edges ?? []),
      failed: () => this.#fail(),
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
      this.#covered = null;
      this.asking.cancel();
      return;
    }
    if (!this.#covered?.contains(this.map.getBounds())) {
      this.#covered = this.map.getBounds().pad(MARGIN);
      this.asking.about([this.#covered.getWest(), this.#covered.getSouth(), this.#covered.getEast(), this.#covered.getNorth()]);
    }
  }

  #fail() {
    this.#take([]);
    this.#covered = null;
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
