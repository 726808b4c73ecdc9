/* global L */
import { post } from '../request.js';
import { shapesFor } from './batches.js';
import { featureOf } from './figures.js';
import { latestOnly } from './latest.js';
import { STYLES } from './shapes.js';

const DELAY_MS = 150;

/** The zones around shapes, as the server measures them; each is asked for once. */
export class ZoneOutlines {
  #known = new Map();
  #shown;

  /** `most` is how many features the server takes at once. */
  constructor(map, url, most) {
    map.createPane('zones').classList.add('quiet-pane', 'zones-pane');
    this.#shown = L.layerGroup([], { pmIgnore: true }).addTo(map);
    const ask = (features, signal) => post(url, { features }, signal);
    this.asking = latestOnly(({ missing }, signal) => shapesFor(missing.map(featureOf), most, (some) => ask(some, signal)), {
      delay: DELAY_MS,
      answered: (shapes, { missing, zoned }) => {
        shapes.forEach((shape, at) => this.#known.set(keyOf(missing[at]), shape));
        this.#draw(zoned);
      },
      // The count says what is wrong; what can be shown is shown.
      failed: (_, { zoned }) => this.#draw(zoned),
    });
  }

  show(shapes) {
    const zoned = shapes.filter(({ zone }) => zone !== undefined);
    const missing = zoned.filter((shape) => !this.#known.has(keyOf(shape)));
    this.#draw(zoned);
    if (missing.length > 0) {
      this.asking.about({ missing, zoned });
    } else {
      this.asking.cancel();
    }
  }

  #draw(zoned) {
    this.#shown.clearLayers();
    for (const shape of zoned) {
      const outline = this.#known.get(keyOf(shape));
      if (outline) {
        const style = { ...STYLES[shape.mode], weight: 2 };
        this.#shown.addLayer(L.geoJSON(outline, { style, pane: 'zones', interactive: false, pmIgnore: true, snapIgnore: true }));
      }
    }
  }
}

function keyOf(shape) {
  return JSON.stringify(featureOf(shape));
}
