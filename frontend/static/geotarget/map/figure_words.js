import { filled, gettext } from '../texts.js';
import { WIDTHS, kindOf } from './figures.js';

/** As "Shape 2: line, taken away", "Shape 1: within 200 m of Storgata 5, included". */
export function figureName(shape, number) {
  const kind = { circle: circleName(shape), line: gettext('line'), area: gettext('area') }[kindOf(shape)];
  const told = shape.name ? filled(gettext('%(name)s (%(kind)s)'), { name: shape.name, kind }) : kind;
  const words = shape.mode === 'include' ? gettext('Shape %(number)s: %(kind)s, included') : gettext('Shape %(number)s: %(kind)s, taken away');
  return filled(words, { number, kind: told });
}

function circleName({ around, zone }) {
  return around ? filled(gettext('within %(metres)s m of %(name)s'), { metres: zone.buffer_m, name: around }) : gettext('circle');
}

export function widthLabel(shape) {
  return kindOf(shape) === 'circle' ? gettext('Radius (m)') : gettext('Zone around (m)');
}

export function sideNames(shape) {
  return kindOf(shape) === 'line'
    ? { both: gettext('Both sides'), left: gettext('Left side'), right: gettext('Right side') }
    : { both: gettext('The area and the zone'), outside: gettext('Only the zone (ring)') };
}

export function endNames() {
  return { round: gettext('Round ends'), flat: gettext('Flat ends') };
}

export function widthFault() {
  return filled(gettext('Write a number of metres from %(least)s to %(most)s.'), WIDTHS);
}
