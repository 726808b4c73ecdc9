/* global L */
import { gettext } from '../texts.js';
import { holdBackground } from './background.js';
import { addCadastre } from './cadastre_layer.js';
import { cornersOf } from './geojson.js';

/**
 * Call `ready(map)` once django-leaflet has made the map; it comes with its background, our
 * cadastre on it, and `extent` ([west, south, east, north], degrees) in view.
 */
export function onMap({ extent, tiles }, ready) {
  window.addEventListener('map:init', ({ detail: { map } }) => {
    map.attributionControl.setPrefix(false);
    nameZoom(map);
    const bringBackground = holdBackground(map);
    map.fitBounds(cornersOf(extent));
    bringBackground();
    addCadastre(map, tiles);
    ready(map);
  });
}

/** Leaflet names its buttons in English. */
function nameZoom(map) {
  for (const [direction, name] of [['in', gettext('Zoom in')], ['out', gettext('Zoom out')]]) {
    const button = map.getContainer().querySelector(`.leaflet-control-zoom-${direction}`);
    button?.setAttribute('title', name);
    button?.setAttribute('aria-label', name);
  }
}

/** A pane for marks that never take a click away from what lies below. */
export function quietPane(map, name) {
  const pane = map.createPane(name);
  pane.classList.add('quiet-pane', `${name}-pane`);
  return { pane: name, renderer: L.canvas({ pane: name }), interactive: false, pmIgnore: true, snapIgnore: true };
}
