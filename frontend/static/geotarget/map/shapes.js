/* global L */
import { gettext } from '../texts.js';

const STYLES = {
  include: { color: '#0b4f8a', weight: 3, dashArray: null, fillColor: '#1f7dc5', fillOpacity: 0.05 },
  // The pattern is in the page (targeting/map.html): excluded areas differ by more than colour.
  exclude: { color: '#8a1c0c', weight: 3, dashArray: '9 6', fillColor: 'url(#exclude-pattern)', fillOpacity: 1 },
};
const DECIMALS = 8;

/**
 * The shapes on the map, drawn and changed with Geoman. Calls `changed()` when a person has finished
 * a change, `moving(unfinished)` while one goes on ({mode, positions} of a shape being drawn, or
 * null), `stopped()` when it has ended, changed or not, and `crossed()` when an outline was not
 * allowed to cross itself.
 */
export class Shapes {
  #modes = new Map();
  #mode = 'include';

  constructor(map, { changed, moving, stopped, crossed }) {
    this.map = map;
    this.tell = { changed, moving, stopped, crossed };
    // The keyboard moves corners in their table; a nameless stop for the Tab key would help nobody.
    L.Marker.mergeOptions({ keyboard: false });
    map.pm.setGlobalOptions({
      allowSelfIntersection: false,
      limitMarkersToCount: 200,
      snapDistance: 12,
      continueDrawing: false,
    });
    this.setMode('include');
    this.#listen();
  }

  /** Whether what is drawn next is included or excluded. */
  setMode(mode) {
    this.#mode = mode;
    this.map.pm.setPathOptions(STYLES[mode]);
    this.map.pm.setGlobalOptions({ templineStyle: STYLES[mode], hintlineStyle: { ...STYLES[mode], weight: 2 } });
  }

  get mode() {
    return this.#mode;
  }

  /** Whether a click on the map belongs to drawing. */
  get isBusy() {
    return this.map.pm.globalDrawModeEnabled() || this.#modesOn().length > 0;
  }

  /** Leave whatever drawing mode is on. */
  stop() {
    this.map.pm.disableDraw();
    this.#modesOn().forEach((mode) => this.map.pm[`disableGlobal${mode}Mode`]());
  }

  #modesOn() {
    return ['Edit', 'Drag', 'Removal', 'Cut'].filter((mode) => this.map.pm[`global${mode}ModeEnabled`]());
  }

  /** All shapes as {mode, geometry}, in the order in which they were drawn. */
  all() {
    return [...this.#modes].map(([layer, mode]) => ({ mode, geometry: layer.toGeoJSON(DECIMALS).geometry }));
  }

  /** Show exactly these shapes. */
  replace(shapes) {
    this.stop();
    [...this.#modes.keys()].forEach((layer) => this.#drop(layer));
    shapes.forEach(({ mode, geometry }) => {
      const [layer] = L.geoJSON(geometry).getLayers();
      this.#keep(layer.addTo(this.map), mode);
    });
  }

  #keep(layer, mode) {
    this.#modes.set(layer, mode);
    layer.setStyle(STYLES[mode]);
    this.#label(layer);
    layer.on('pm:change', () => this.tell.moving(null));
    layer.on('pm:edit pm:dragend', () => this.#finished(layer));
    layer.on('pm:intersect', () => this.tell.crossed());
    layer.on('pm:layerreset pm:disable', () => this.tell.stopped());
  }

  #drop(layer) {
    this.#modes.delete(layer);
    layer.remove();
  }

  #finished(layer) {
    if (this.#modes.has(layer)) {
      this.#label(layer);
      this.tell.changed();
    }
  }

  /** Words on the shape, since colour alone tells nothing to many. */
  #label(layer) {
    const words = this.#modes.get(layer) === 'include' ? gettext('Included') : gettext('Taken away');
    layer.unbindTooltip();
    layer.bindTooltip(words, { permanent: true, direction: 'top', className: 'shape-label' });
    layer.openTooltip(northernmost(layer));
  }

  #listen() {
    const { map } = this;
    map.on('pm:create', ({ layer }) => {
      this.#keep(layer, this.#mode);
      this.tell.changed(gettext('Area drawn'));
    });
    map.on('pm:cut', ({ layer, originalLayer }) => this.#cut(layer, originalLayer));
    map.on('pm:remove', ({ layer }) => {
      if (this.#modes.delete(layer)) {
        this.tell.changed();
      }
    });
    map.on('pm:drawstart', ({ workingLayer, shape }) => shape !== 'Cut' && this.#follow(workingLayer));
    map.on('pm:drawend', () => this.tell.stopped());
    map.on('pm:intersect', () => this.tell.crossed());
  }

  #cut(layer, originalLayer) {
    const mode = this.#modes.get(originalLayer);
    if (mode === undefined) {
      return;
    }
    this.#modes.delete(originalLayer);
    originalLayer.unbindTooltip();
    if (typeof layer.getLatLngs === 'function') {
      this.#keep(layer, mode);
    }
    this.tell.changed();
  }

  #follow(workingLayer) {
    workingLayer.on('pm:vertexadded pm:change', () => {
      const corners = workingLayer.getLatLngs().flat(2);
      const positions = corners.map(({ lng, lat }) => [lng, lat]);
      this.tell.moving({ mode: this.#mode, positions });
    });
  }
}

function northernmost(layer) {
  return layer.getLatLngs().flat(3).reduce((top, corner) => (corner.lat > top.lat ? corner : top));
}
