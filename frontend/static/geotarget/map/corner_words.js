import { filled, gettext } from '../texts.js';
import { degreesIn } from './corners.js';

/** As "Shape 2, taken away, part 1, hole 3". */
export function ringName({ shape, polygon, ring, mode, polygons }) {
  const name = mode === 'include' ? gettext('Shape %(number)s, included') : gettext('Shape %(number)s, taken away');
  const parts = [filled(name, { number: shape + 1 })];
  if (polygons > 1) {
    parts.push(filled(gettext('part %(number)s'), { number: polygon + 1 }));
  }
  if (ring > 0) {
    parts.push(filled(gettext('hole %(number)s'), { number: ring }));
  }
  return parts.join(', ');
}

/**
 * Why a text is no longitude (axis 0) or latitude (axis 1) in Norway; null where it is one. `limits`
 * are the server's, which refuses what lies outside: [[least, most], [least, most]].
 */
export function wrongWith(text, axis, limits) {
  const value = degreesIn(text);
  if (value === null) {
    const example = axis === 0 ? '10.752245' : '59.913868';
    return filled(gettext('This is not a number. Write degrees, such as %(example)s.'), { example });
  }
  const [least, most] = limits[axis];
  if (least <= value && value <= most) {
    return null;
  }
  const words = axis === 0
    ? gettext('Longitudes in Norway lie between %(least)s and %(most)s degrees. Write another number.')
    : gettext('Latitudes in Norway lie between %(least)s and %(most)s degrees. Write another number.');
  return filled(words, { least: String(least).replace('-', '−'), most });
}

/** What to do about a fault of outline.js. */
export function faultWords(fault) {
  return fault === 'crossed'
    ? gettext('Here the outline would cross or touch itself. Write another number, or change both numbers of the corner.')
    : gettext('A hole must lie inside its outline, and parts must not cover each other. Write another number.');
}

/** Why no corner can be removed. */
export function tooFewWords({ type }) {
  return type === 'LineString'
    ? gettext('A line needs at least two points. Remove the whole shape instead.')
    : gettext('An outline needs at least three corners. Remove the whole shape on the map instead.');
}
