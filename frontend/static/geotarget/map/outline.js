// Whether a changed corner leaves a shape that can be an area: asked before the change is made, so
// that it can be refused where it was typed. The server still decides, on the shape that it counts.
import { isOpen, polygonsIn } from './corners.js';

/**
 * What changing one corner did wrong: 'crossed' when its outline crosses or touches itself or
 * another ring, 'misplaced' when a hole is no longer inside or parts cover each other; else null.
 * `at` is where the corner is in `after`, or where it was.
 */
export function faultOf(before, after, at) {
  if (isOpen(after)) {
    return after.type === 'LineString' && hasCrossing(after.coordinates) ? 'crossed' : null;
  }
  if (isCrossed(after, at)) {
    return 'crossed';
  }
  return isMisplaced(polygonsIn(after)) && !isMisplaced(polygonsIn(before)) ? 'misplaced' : null;
}

/** Whether the last line of a path crosses, touches or runs back over one before; a ring may close. */
export function crossesItself(path) {
  const last = path.length - 2;
  const isClosing = last > 1 && isSame(path[0], path.at(-1));
  return path.slice(0, -2).some((start, at) => {
    const end = path[at + 1];
    if (at === last - 1) {
      return turnsBack(start, end, path.at(-1));
    }
    if (at === 0 && isClosing) {
      return turnsBack(path[last], path.at(-1), end);
    }
    return meet(path[last], path.at(-1), start, end);
  });
}

function hasCrossing(path) {
  return path.some((_, at) => at > 1 && crossesItself(path.slice(0, at + 1)));
}

function isSame(a, b) {
  return a[0] === b[0] && a[1] === b[1];
}

/** Only the lines to and from the corner are new: each is held against all others. */
function isCrossed(geometry, { polygon, ring, corner }) {
  const own = polygonsIn(geometry)[polygon][ring];
  const others = polygonsIn(geometry).flat().filter((one) => one !== own);
  const count = own.length - 1;
  return [corner - 1, corner].some((start) => {
    const line = (start + count) % count;
    return meetsOwn(own, line) || others.some((other) => crossesOther(own, line, other));
  });
}

/** Within a ring a touch is a fault too, except that neighbours share a corner. */
function meetsOwn(ring, line) {
  const count = ring.length - 1;
  const [from, to] = [ring[line], ring[line + 1]];
  return ring.slice(0, -1).some((start, other) => {
    const end = ring[other + 1];
    if (other === line) {
      return false;
    }
    if (other === (line + 1) % count) {
      return turnsBack(from, to, end);
    }
    if ((other + 1) % count === line) {
      return turnsBack(start, from, to);
    }
    return meet(from, to, start, end);
  });
}

/** Rings may touch at a point: only a true crossing is a fault. */
function crossesOther(ring, line, other) {
  const [from, to] = [ring[line], ring[line + 1]];
  return other.slice(0, -1).some((start, at) => {
    const end = other[at + 1];
    return side(from, to, start) * side(from, to, end) < 0 && side(start, end, from) * side(start, end, to) < 0;
  });
}

function meet(from, to, start, end) {
  const [a, b, c, d] = [side(from, to, start), side(from, to, end), side(start, end, from), side(start, end, to)];
  if (a * b < 0 && c * d < 0) {
    return true;
  }
  return (
    (a === 0 && isBetween(from, to, start)) ||
    (b === 0 && isBetween(from, to, end)) ||
    (c === 0 && isBetween(start, end, from)) ||
    (d === 0 && isBetween(start, end, to))
  );
}

/** The second line runs back over the first, or has no length. */
function turnsBack(from, by, to) {
  const ahead = (by[0] - from[0]) * (to[0] - by[0]) + (by[1] - from[1]) * (to[1] - by[1]);
  return side(from, by, to) === 0 && ahead <= 0;
}

/** 1 where `point` lies left of the line, -1 right of it, 0 on it. */
function side(from, to, point) {
  return Math.sign((to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0]));
}

function isBetween(from, to, point) {
  return [0, 1].every(
    (axis) => Math.min(from[axis], to[axis]) <= point[axis] && point[axis] <= Math.max(from[axis], to[axis]),
  );
}

/** For rings that do not cross: a hole out of its outline or in another hole, a part in a part. */
function isMisplaced(polygons) {
  return polygons.some(([outline, ...holes]) => {
    const isOut = holes.some((hole) => !hole.some((corner) => isInside(corner, outline)));
    const isNested = holes.some((hole) => holes.some((other) => other !== hole && isAllInside(hole, other)));
    return isOut || isNested || polygons.some((other) => other[0] !== outline && isCovered(outline, other));
  });
}

function isCovered(outline, [other, ...holes]) {
  return isAllInside(outline, other) && !holes.some((hole) => outline.some((corner) => isInside(corner, hole)));
}

function isAllInside(ring, other) {
  return ring.every((corner) => isInside(corner, other));
}

/** By the lines that a ray to the east crosses. */
function isInside([x, y], ring) {
  let isIn = false;
  for (let at = 0; at < ring.length - 1; at += 1) {
    const [[x1, y1], [x2, y2]] = [ring[at], ring[at + 1]];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) {
      isIn = !isIn;
    }
  }
  return isIn;
}
