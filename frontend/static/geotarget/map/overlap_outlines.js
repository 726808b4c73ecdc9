/* global L */
import { byId } from '../dom.js';
import { post } from '../request.js';
import { labelAt } from './borders.js';
import { latestOnly } from './latest.js';

const STYLES = {
  notice: { color: '#6d4a05', weight: 2.5, dashArray: '12 4 2 4', fillColor: 'url(#notice-pattern)', fillOpacity: 0.6 },
  area: { color: '#1c5b3a', weight: 2.5, dashArray: '2 5', fillColor: 'url(#area-pattern)', fillOpacity: 0.6 },
};

/** How a kind is outlined, as SVG for a list; it holds nothing that comes from data. */
export function sampleOf(kind) {
  const { color, weight, dashArray, fillColor, fillOpacity } = STYLES[kind];
  const paint = `fill="${fillColor}" fill-opacity="${fillOpacity}" stroke="${color}" stroke-width="${weight}" stroke-dasharray="${dashArray}"`;
  return `<svg width="30" height="16" aria-hidden="true" focusable="false"><rect x="1.5" y="1.5" width="27" height="13" ${paint}></rect></svg>`;
}

/**
 * Notices and saved areas about the same addresses, as outlines on the map: each kind has a pattern and a dash of its
 * own, and says what it is. A person can hide them.
 */
export class OverlapOutlines {
  #told = [];

  constructor(map, url) {
    map.createPane('overlaps').classList.add('quiet-pane', 'overlaps-pane');
    this.layer = L.layerGroup([], { pmIgnore: true }).addTo(map);
    this.renderer = L.svg({ pane: 'overlaps' });
    this.asking = latestOnly((keys, signal) => post(url, keys, signal), {
      delay: 0,
      answered: ({ outlines }) => this.#draw(outlines),
      failed: () => this.layer.clearLayers(), // the words are there
    });
    byId('overlaps-shown').onchange = () => this.#ask();
  }

  /** `told` are {kind, id, name, what}. */
  show(told) {
    this.#told = told;
    this.#ask();
  }

  #ask() {
    const keys = (wanted) => this.#told.filter(({ kind }) => kind === wanted).map(({ id }) => id);
    if (this.#told.length > 0 && byId('overlaps-shown').checked) {
      this.asking.about({ notices: keys('notice'), areas: keys('area') });
    } else {
      this.asking.cancel();
      this.layer.clearLayers();
    }
  }

  #draw(outlines) {
    this.layer.clearLayers();
    const labels = new Map();
    for (const { kind, id, geometry } of outlines) {
      const { what, name } = this.#told.find((one) => one.kind === kind && one.id === id);
      const options = { pane: 'overlaps', renderer: this.renderer, interactive: false, pmIgnore: true, snapIgnore: true };
      const outline = L.geoJSON(geometry, { ...options, style: STYLES[kind] });
      this.layer.addLayer(outline);
      const bounds = outline.getBounds();
      const there = labels.get(bounds.toBBoxString())?.words ?? [];
      labels.set(bounds.toBBoxString(), { bounds, words: [...there, `${what}: ${name}`] });
    }
    labels.forEach(({ bounds, words }) => this.layer.addLayer(labelAt(bounds, words.join(' · '))));
  }
}
