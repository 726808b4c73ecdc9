// A corner or a whole shape that is being moved, as plain data: {shape, polygon, ring, corner, from}
// or {shape, from}. `put` gives {shapes} or {fault}.
import { allCorners, cornersIn, fewestCorners, withMoved, withRemoved } from './corners.js';
import { shifted } from './figures.js';
import { faultOf } from './outline.js';
import { nearestOf } from './snap.js';

/** The nearest corner (or the shape that has it); null where nothing is drawn. */
export function takeNearest(shapes, place, measure, { isWhole }) {
  const corners = allCorners(shapes);
  const near = nearestOf(corners.map(({ position }) => position), place, measure);
  if (near === null) {
    return null;
  }
  const { position: from, ...at } = corners.find(({ position }) => position === near.position);
  return isWhole ? { shape: at.shape, from } : { ...at, from };
}

export function put(shapes, held, place) {
  const { geometry } = shapes[held.shape];
  if (held.corner === undefined) {
    return { shapes: withGeometry(shapes, held.shape, shifted(geometry, [0, 1].map((axis) => place[axis] - held.from[axis]))) };
  }
  const moved = withMoved(geometry, held, place);
  const fault = faultOf(geometry, moved, held);
  return fault === null ? { shapes: withGeometry(shapes, held.shape, moved) } : { fault };
}

/** Without the held corner. */
export function removed(shapes, held) {
  const { geometry } = shapes[held.shape];
  if (cornersIn(geometry, held).length <= fewestCorners(geometry)) {
    return { fault: 'few' };
  }
  const left = withRemoved(geometry, held);
  const fault = faultOf(geometry, left, held);
  return fault === null ? { shapes: withGeometry(shapes, held.shape, left) } : { fault };
}

function withGeometry(shapes, at, geometry) {
  return shapes.with(at, { ...shapes[at], geometry });
}
