// Drawing along what is there. `measure(position)` gives [x, y] in pixels; nothing here knows a map.

/** The nearest of the positions, however far; null for none. */
export function nearestOf(positions, place, measure) {
  const at = measure(place);
  const near = positions.map((position) => ({ position, pixels: between(measure(position), at) }));
  return near.reduce((best, one) => (best === null || one.pixels < best.pixels ? one : best), null);
}

/**
 * The place itself, or what lies within `reach` pixels of it: the nearest corner of the lines, else
 * the nearest point on them. Lines are lists of positions.
 */
export function snapped(lines, place, measure, reach) {
  const corner = nearestOf(lines.flat(), place, measure);
  if (corner !== null && corner.pixels <= reach) {
    return corner.position;
  }
  const edge = nearestOf(lines.flatMap((line) => feetOn(line, place, measure)), place, measure);
  return edge !== null && edge.pixels <= reach ? edge.position : place;
}

/** The foot of the place on each segment of a line. */
function feetOn(line, place, measure) {
  const at = measure(place);
  return line.slice(1).map((end, index) => {
    const start = line[index];
    const [a, b] = [measure(start), measure(end)];
    const along = [b[0] - a[0], b[1] - a[1]];
    const length = along[0] ** 2 + along[1] ** 2;
    const share = length === 0 ? 0 : ((at[0] - a[0]) * along[0] + (at[1] - a[1]) * along[1]) / length;
    const kept = Math.min(1, Math.max(0, share));
    return [0, 1].map((axis) => Number((start[axis] + kept * (end[axis] - start[axis])).toFixed(8)));
  });
}

function between(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
