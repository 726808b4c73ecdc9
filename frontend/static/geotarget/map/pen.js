// A shape that is being made point by point, as plain data: {kind, points}. Nothing is changed in
// place. Positions are [longitude, latitude].
import { circle, firstZone, rectangle } from './figures.js';
import { crossesItself } from './outline.js';

/** How few points each kind needs; a rectangle and a circle are done with the second. */
const FEWEST = { polygon: 3, cut: 3, line: 2, rectangle: 2, circle: 2 };

export function newPen(kind) {
  return { kind, points: [] };
}

/** A pen out of storage, with those that were left before it, or null where it is not what we wrote. */
export function penFrom(value) {
  const isPen = value?.kind in FEWEST && Array.isArray(value.points) && value.points.every(isPosition);
  if (!isPen || value.points.length === 0) {
    return null;
  }
  const before = penFrom(value.before);
  return { kind: value.kind, points: value.points, ...(before && { before }) };
}

/** The pen that would have made a shape so far; null for what has no points of its own. */
export function penOf(shape) {
  const { type, coordinates } = shape?.geometry ?? {};
  if (type === 'LineString') {
    return { kind: 'line', points: coordinates };
  }
  return type === 'Polygon' ? { kind: 'polygon', points: coordinates[0].slice(0, -1) } : null;
}

function isPosition(value) {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}

/**
 * {pen, fault, shape}: with one more point; `shape` when it is done, since the point is the first or
 * the last one again, or the second of a rectangle or circle. `fault` is 'crossed', 'few' or 'flat'.
 */
export function withPoint(pen, position) {
  const { points } = pen;
  if (points.some((point, at) => (at === 0 || at === points.length - 1) && isSame(point, position))) {
    return finished(pen);
  }
  const grown = { ...pen, points: [...points, position] };
  if (isTwoPoint(pen)) {
    return grown.points.length === 2 ? finished(grown, pen) : { pen: grown, fault: null, shape: null };
  }
  if (crossesItself(grown.points)) {
    return { pen, fault: 'crossed', shape: null };
  }
  return { pen: grown, fault: null, shape: null };
}

export function withoutLast(pen) {
  return { ...pen, points: pen.points.slice(0, -1) };
}

/** As withPoint; the pen stays `before` where it cannot be finished. */
export function finished(pen, before = pen) {
  const fault = faultOfAll(pen);
  return fault === null ? { pen: newPen(pen.kind), fault, shape: shapeOf(pen) } : { pen: before, fault, shape: null };
}

function faultOfAll({ kind, points }) {
  if (points.length < FEWEST[kind]) {
    return 'few';
  }
  if (kind === 'rectangle' && [0, 1].some((axis) => points[0][axis] === points[1][axis])) {
    return 'flat';
  }
  const isRing = kind === 'polygon' || kind === 'cut';
  return isRing && crossesItself([...points, points[0]]) ? 'crossed' : null;
}

/** What the points make, finished or not: {geometry, zone?}, or null while they make nothing. */
export function shapeOf({ kind, points }) {
  if (points.length < FEWEST[kind]) {
    return null;
  }
  if (kind === 'rectangle') {
    return rectangle(...points);
  }
  if (kind === 'circle') {
    return circle(...points);
  }
  return kind === 'line'
    ? { geometry: { type: 'LineString', coordinates: points }, zone: firstZone() }
    : { geometry: { type: 'Polygon', coordinates: [[...points, points[0]]] } };
}

function isTwoPoint({ kind }) {
  return kind === 'rectangle' || kind === 'circle';
}

function isSame(a, b) {
  return a[0] === b[0] && a[1] === b[1];
}
