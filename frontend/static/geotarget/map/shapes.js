/* global L */
import { gettext } from '../texts.js';
import { firstZone, isFlat, roundWidth } from './figures.js';

export const STYLES = {
  include: { color: '#0b4f8a', weight: 3, dashArray: null, fillColor: '#1f7dc5', fillOpacity: 0.05 },
  // The pattern is in the page (targeting/map.html): excluded areas differ by more than colour.
  exclude: { color: '#8a1c0c', weight: 3, dashArray: '9 6', fillColor: 'url(#exclude-pattern)', fillOpacity: 1 },
};
const DECIMALS = 8;
/** Geoman's shapes of several points, as pen.js calls them, and how many they need. */
const PENS = { Polygon: { kind: 'polygon', fewest: 3 }, Cut: { kind: 'cut', fewest: 3 }, Line: { kind: 'line', fewest: 2 } };
/** A second click that ends a shape is the browser's double click a moment later. */
const DOUBLE_CLICK_MS = 500;

/**
 * The shapes on the map, drawn and changed with Geoman. Calls `changed()` when a person has finished
 * a change, `moving(shape)` while one goes on (a shape being drawn, or null), `stopped()` when it has
 * ended, changed or not, `ended()` when a new shape is done or given up, `refused(fault)` when an outline
 * was not allowed ('crossed', 'few', 'flat'), and `righted()` when it is right again.
 */
export class Shapes {
  #kept = new Map();
  #mode = 'include';
  #isBegun = false;
  #isCut = false;

  constructor(map, tell) {
    this.map = map;
    this.tell = tell;
    // The keyboard has its own ways to a corner; a nameless stop for the Tab key would help nobody.
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

  /** What is begun by mouse, as pen.js has it; null where that is nothing, or no more than one click. */
  get begun() {
    const shape = this.map.pm.Draw.getActiveShape();
    if (!this.#isBegun || !(shape in PENS)) {
      return null;
    }
    const points = this.map.pm.Draw[shape]._layer.getLatLngs().flat().map(({ lng, lat }) => [lng, lat].map((value) => Number(value.toFixed(DECIMALS))));
    return points.length > 0 ? { kind: PENS[shape].kind, points } : null;
  }

  get isBegun() {
    return this.#isBegun;
  }

  /** Take back the last point of what is drawn by mouse; false where nothing is begun. */
  erase() {
    if (!this.#isBegun) {
      return false;
    }
    const tool = this.map.pm.Draw[this.map.pm.Draw.getActiveShape()];
    if (tool._markers?.length > 1) {
      // What the button of Geoman's own toolbar calls; there is no other way to it.
      tool._removeLastVertex();
    } else {
      tool.disable();
      tool.enable();
    }
    return true;
  }

  #modesOn() {
    return ['Edit', 'Drag', 'Removal', 'Cut'].filter((mode) => this.map.pm[`global${mode}ModeEnabled`]());
  }

  /** All shapes as {mode, geometry, zone?, around?, name?}, in the order in which they were drawn. */
  all() {
    return [...this.#kept].map(([layer, { mode, zone, around, name }]) => {
      const shape = { mode, geometry: layer.toGeoJSON(DECIMALS).geometry, ...(name ? { name } : {}) };
      return zone ? { ...shape, zone: zoneOf(layer, zone), ...aroundOf(layer, around) } : shape;
    });
  }

  /** Show exactly these shapes. */
  replace(shapes) {
    this.stop();
    [...this.#kept.keys()].forEach((layer) => this.#drop(layer));
    shapes.forEach((shape) => this.#keep(layerOf(shape).addTo(this.map), shape));
  }

  #keep(layer, { mode, zone, around, name }) {
    this.#kept.set(layer, { mode, zone, name, around: around && { label: around, at: layer.getLatLng() } });
    layer.setStyle(isArea(layer) ? STYLES[mode] : { ...STYLES[mode], fill: false });
    layer.pm.setOptions({ allowCutting: isArea(layer) });
    this.#label(layer);
    layer.on('pm:change', () => {
      if (!layer.pm.isRed) {
        this.tell.righted();
      }
      this.tell.moving(null);
    });
    layer.on('pm:edit', () => this.#finished(layer)); // after a drag too
    layer.on('pm:intersect', () => this.tell.refused('crossed'));
    layer.on('pm:layerreset pm:disable', () => this.tell.stopped());
  }

  #drop(layer) {
    this.#kept.delete(layer);
    layer.remove();
  }

  #finished(layer) {
    if (this.#kept.has(layer)) {
      this.#label(layer);
      this.tell.changed();
    }
  }

  /** Words on the shape, since colour alone tells nothing to many. */
  #label(layer) {
    const words = this.#kept.get(layer).mode === 'include' ? gettext('Included') : gettext('Taken away');
    layer.unbindTooltip();
    layer.bindTooltip(words, { permanent: true, direction: 'top', className: 'shape-label' });
    layer.openTooltip(northernmost(layer));
  }

  #listen() {
    const { map } = this;
    map.on('pm:create', ({ layer, shape }) => {
      if (shape === 'Rectangle' && isFlat(positionsOf(layer))) {
        layer.remove();
        this.tell.refused('flat');
        return;
      }
      const zone = { Circle: firstZone(), Line: firstZone() }[shape];
      this.#keep(layer, { mode: this.#mode, zone });
      this.tell.changed(gettext('Area drawn'));
    });
    map.on('pm:cut', ({ layer, originalLayer }) => this.#cut(layer, originalLayer));
    map.on('pm:remove', ({ layer }) => {
      if (this.#kept.delete(layer)) {
        this.tell.changed(gettext('Shape removed'));
      }
    });
    map.on('pm:drawstart', ({ workingLayer, shape }) => {
      clearTimeout(this.zooming);
      map.doubleClickZoom.disable();
      this.#follow(workingLayer, shape);
    });
    map.on('dblclick', () => this.#close());
    map.on('pm:drawend', () => {
      this.#isBegun = false;
      this.zooming = setTimeout(() => map.doubleClickZoom[map.getContainer().hasAttribute('data-crosshair') ? 'disable' : 'enable'](), DOUBLE_CLICK_MS);
      this.tell.ended();
      this.tell.stopped();
    });
    map.on('pm:intersect', () => this.tell.refused('crossed'));
  }

  /** A double click closes what is drawn; its own second click makes no corner (Geoman sees to that). */
  #close() {
    const shape = this.map.pm.Draw.getActiveShape();
    if (shape in PENS && this.#isBegun) {
      const tool = this.map.pm.Draw[shape];
      if (tool._markers.length < PENS[shape].fewest) {
        this.tell.refused('few');
      } else {
        tool._finishShape();
      }
    }
  }

  #cut(layer, originalLayer) {
    const kept = this.#kept.get(originalLayer);
    if (kept === undefined) {
      return;
    }
    this.#kept.delete(originalLayer);
    originalLayer.unbindTooltip();
    if (typeof layer.getLatLngs === 'function') {
      this.#keep(layer, kept);
    }
    this.#tellCut();
  }

  /** One hole is one change, through however many shapes it goes: Geoman tells of each, one right after the other. */
  #tellCut() {
    if (!this.#isCut) {
      this.#isCut = true;
      queueMicrotask(() => {
        this.#isCut = false;
        this.tell.changed(gettext('Hole cut'));
      });
    }
  }

  #follow(workingLayer, shape) {
    // A rectangle and a circle come onto the map with their first point.
    workingLayer.on('add pm:vertexadded', () => {
      this.#isBegun = true;
      this.tell.righted();
    });
    if (shape === 'Cut') {
      return;
    }
    workingLayer.on('pm:vertexadded pm:change', () => {
      const made = unfinished(workingLayer, shape);
      this.tell.moving(made === null ? null : { mode: this.#mode, ...made });
    });
  }
}

/** A shape while it is drawn: null until it makes something. */
function unfinished(layer, shape) {
  if (shape === 'Circle') {
    const zone = zoneOf(layer, firstZone());
    return { geometry: layer.toGeoJSON(DECIMALS).geometry, zone };
  }
  const positions = positionsOf(layer);
  if (shape === 'Line') {
    return positions.length < 2 ? null : { geometry: { type: 'LineString', coordinates: positions }, zone: firstZone() };
  }
  return positions.length < 3 || isFlat(positions) ? null : { geometry: { type: 'Polygon', coordinates: [[...positions, positions[0]]] } };
}

function positionsOf(layer) {
  return layer.getLatLngs().flat(2).map(({ lng, lat }) => [lng, lat]);
}

function layerOf({ geometry, zone }) {
  if (geometry.type === 'Point') {
    const [longitude, latitude] = geometry.coordinates;
    return L.circle([latitude, longitude], { radius: zone.buffer_m });
  }
  const [layer] = L.geoJSON(geometry).getLayers();
  return layer;
}

/** A circle's width is what it is drawn with. */
function zoneOf(layer, zone) {
  return layer instanceof L.Circle ? { ...zone, buffer_m: shownWidth(layer, zone) } : zone;
}

/** A circle that has been moved lies around no address any more. */
function aroundOf(layer, around) {
  return around && layer.getLatLng().equals(around.at) ? { around: around.label } : {};
}

/** What was typed stays as it is until the circle is drawn anew. */
function shownWidth(layer, zone) {
  return layer.getRadius() === zone.buffer_m ? zone.buffer_m : roundWidth(layer.getRadius());
}

function isArea(layer) {
  return layer instanceof L.Polygon;
}

function northernmost(layer) {
  if (layer instanceof L.Circle) {
    return [layer.getBounds().getNorth(), layer.getLatLng().lng];
  }
  return layer.getLatLngs().flat(3).reduce((top, corner) => (corner.lat > top.lat ? corner : top));
}
