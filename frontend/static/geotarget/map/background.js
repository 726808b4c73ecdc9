/* global L */
import { byId } from '../dom.js';

const GIVE_UP_AFTER = 6;

/**
 * Take the background off a map that has no view yet. The function returned brings it back where it
 * can be had: one tile is asked for first, and the layer comes only when that tile came. Our own
 * cadastre is drawn in any case, and the page says so.
 */
export function holdBackground(map) {
  const held = [];
  map.eachLayer((layer) => layer instanceof L.TileLayer && held.push(layer));
  held.forEach((layer) => {
    layer.remove();
    watch(map, layer);
  });
  return () => held.forEach((layer) => probe(map, layer));
}

function probe(map, layer) {
  const point = map.project(map.getCenter()).divideBy(256).floor();
  point.z = map.getZoom();
  const image = new Image();
  image.onload = () => layer.addTo(map);
  image.onerror = () => withoutBackground(map, layer);
  image.src = L.Util.template(layer._url, { ...layer.options, x: point.x, y: point.y, z: point.z });
}

function watch(map, layer) {
  let failedInARow = 0;
  layer.on('tileload', () => {
    failedInARow = 0;
  });
  layer.on('tileerror', () => {
    failedInARow += 1;
    if (failedInARow === GIVE_UP_AFTER) {
      withoutBackground(map, layer);
    }
  });
}

function withoutBackground(map, layer) {
  const note = byId('no-background');
  layer.remove();
  note.hidden = false;
  note.querySelector('button').onclick = () => {
    note.hidden = true;
    probe(map, layer);
  };
}
