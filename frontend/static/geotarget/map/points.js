import { byId } from '../dom.js';
import { post } from '../request.js';
import { latestOnly } from './latest.js';

/** Marks for the selected addresses in view, asked for again when the view moves. */
export class Points {
  #selection = null;

  constructor(map, url, overlay) {
    this.map = map;
    this.overlay = overlay;
    this.asking = latestOnly((body, signal) => post(url, body, signal), {
      delay: 120,
      answered: ({ points }) => this.#show(points),
      failed: () => this.#show([]),
    });
    map.on('moveend', () => this.#selection !== null && this.#ask());
  }

  follow(selection) {
    this.#selection = selection;
    this.#ask();
  }

  clear() {
    this.#selection = null;
    this.asking.cancel();
    this.#show([]);
  }

  #ask() {
    const bounds = this.map.getBounds();
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    this.asking.about({ selection: this.#selection, box });
  }

  #show(points) {
    byId('too-many-points').hidden = points !== null;
    this.overlay.showPoints(points ?? []);
  }
}
