/* global L */

const WORDS_FROM_ZOOM = 16;

/** Each kind has a shape and a word of its own, so that nothing hangs on its colour. */
const PATHS = {
  add: '<path class="sign-shape" d="M11 1 21 11 11 21 1 11Z"/><path class="sign-line" d="M11 6.5v9M6.5 11h9"/>',
  take_out: '<rect class="sign-shape" x="2" y="2" width="18" height="18"/><path class="sign-line" d="m7 7 8 8M15 7l-8 8"/>',
  in: '<path class="sign-shape" d="M11 2 21 20H1Z"/><path class="sign-line" d="M11 9v9M6.5 13.5h9"/>',
  out: '<path class="sign-shape" d="M1 2h20L11 20Z"/><path class="sign-line" d="M6.5 7.5h9"/>',
};

/** Signs with words over the marks of addresses; they never take a click from what lies below. */
export class Signs {
  #layer;

  constructor(map, name) {
    this.map = map;
    this.pane = `${name}-signs`;
    map.createPane(this.pane).classList.add('quiet-pane', 'sign-pane');
    this.#layer = L.layerGroup([], { pmIgnore: true }).addTo(map);
    map.on('zoomend', () => this.#fit());
    this.#fit();
  }

  /** `marks` are {kind, words, point: [longitude, latitude]}. */
  show(marks) {
    this.#layer.clearLayers();
    for (const { kind, words, point: [longitude, latitude] } of marks) {
      const icon = L.divIcon({ className: `sign sign-${kind}`, html: drawn(kind, words), iconSize: [22, 22] });
      this.#layer.addLayer(L.marker([latitude, longitude], { icon, pane: this.pane, interactive: false, keyboard: false, pmIgnore: true, snapIgnore: true }));
    }
  }

  #fit() {
    this.map.getPane(this.pane).classList.toggle('far', this.map.getZoom() < WORDS_FROM_ZOOM);
  }
}

/** Elements of our own; the words become a text node. */
function drawn(kind, words) {
  const box = document.createElement('div');
  box.innerHTML = signOf(kind);
  const said = document.createElement('span');
  said.textContent = words;
  box.append(said);
  return box;
}

/** The sign as SVG, for a legend too; it holds nothing that comes from data. */
export function signOf(kind) {
  return `<svg viewBox="0 0 22 22" width="22" height="22" aria-hidden="true" focusable="false">${PATHS[kind]}</svg>`;
}
