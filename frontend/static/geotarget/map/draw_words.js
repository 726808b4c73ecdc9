// What the cross-hair says to whoever does not see the map.
import { filled, gettext, ngettext } from '../texts.js';
import { eighthOf, metresBetween } from './metres.js';

export function kindName(kind) {
  return {
    polygon: gettext('Draw a polygon'),
    rectangle: gettext('Draw a rectangle'),
    circle: gettext('Draw a circle'),
    line: gettext('Draw a line with a zone'),
    cut: gettext('Cut a hole'),
    corners: gettext('Move corners'),
    shapes: gettext('Move shapes'),
    place: gettext('Point at a property'),
  }[kind];
}

/** What the next key does; said when the tool is opened. */
export function howTo(kind) {
  const first = {
    rectangle: gettext('Mark one corner, then the opposite one.'),
    circle: gettext('Mark the centre, then a point on the edge.'),
    line: gettext('Mark points along the line; the last point again finishes it.'),
    corners: gettext('Space takes the nearest corner.'),
    shapes: gettext('Space takes the nearest shape.'),
    place: gettext('Move the map until the cross-hair is on the property, then mark it.'),
  }[kind];
  return first ?? gettext('Mark the corners; the first one again finishes the shape.');
}

export function pointWords(pen, before) {
  const count = pen.points.length;
  const words = filled(ngettext('%(count)s point', '%(count)s points', count), { count });
  return count > 1 ? `${words}, ${legWords(before.points.at(-1), pen.points.at(-1))}` : words;
}

/** As "40 m north-east of the last point". */
export function legWords(from, to) {
  const directions = [
    gettext('north'), gettext('north-east'), gettext('east'), gettext('south-east'),
    gettext('south'), gettext('south-west'), gettext('west'), gettext('north-west'),
  ];
  const metres = Math.round(metresBetween(from, to));
  return filled(gettext('%(metres)s m %(direction)s of the last point'), { metres, direction: directions[eighthOf(from, to)] });
}

export function penFaultWords(fault) {
  return {
    crossed: gettext('The outline must not cross itself. Put the corner elsewhere.'),
    few: gettext('More points are needed before it can be finished.'),
    flat: gettext('The two corners of a rectangle must not lie on one line. Put the corner elsewhere.'),
  }[fault];
}

export function takenWords({ shape, corner }) {
  return corner === undefined
    ? filled(gettext('Shape %(shape)s taken. The arrows move it, Enter puts it down.'), { shape: shape + 1 })
    : filled(gettext('Corner %(corner)s of shape %(shape)s taken. The arrows move it, Enter puts it down, Delete removes it.'), { shape: shape + 1, corner: corner + 1 });
}
