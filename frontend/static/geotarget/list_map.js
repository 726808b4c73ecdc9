import { byId, settingsOf } from './dom.js';
import { boxOf, cornersOf } from './map/geojson.js';
import { failOverlaps, showOverlaps } from './map/overlaps.js';
import { Overlay } from './map/overlay.js';
import { Signs } from './map/signs.js';
import { onMap } from './map/start.js';
import { gettext } from './texts.js';

/** The map of a frozen list or a saved area: the shape and its addresses; nothing can be changed. */
async function show(map, settings) {
  const overlay = new Overlay(map);
  if (settings.shape !== null) {
    overlay.showShape(settings.shape);
    map.fitBounds(cornersOf(boxOf([settings.shape])), { padding: [20, 20], animate: false });
  }
  const response = await fetch(settings.points_url, { headers: { Accept: 'application/json' } });
  const { points, adjusted = [] } = response.ok ? await response.json() : { points: [] };
  new Signs(map, 'adjusted').show(adjusted);
  byId('too-many-points').hidden = points !== null;
  if (points !== null && points.length > 0) {
    overlay.showPoints(points);
    map.fitBounds(cornersOf(boxOf([{ coordinates: points }])), { padding: [24, 24], maxZoom: 17, animate: false });
  }
}

async function askOverlaps(url) {
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  const answer = await response.json().catch(() => null);
  if (response.ok && answer !== null) {
    showOverlaps(answer);
  } else {
    failOverlaps(answer?.message ?? gettext('Whether others are about the same addresses could not be found out. Reload the page.'));
  }
}

const settings = settingsOf('map-settings');
onMap(settings, (map) => show(map, settings));
askOverlaps(settings.overlaps_url).catch((error) => failOverlaps(error.message));
