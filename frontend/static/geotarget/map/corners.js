// The corners of drawn shapes as numbers. A geometry is never changed, a new one is made. `at` is
// {polygon, ring, corner}, all counted from 0; ring 0 is the outline, the others are holes.
// Positions are [longitude, latitude] in degrees (EPSG:4326).

const DECIMALS_KEPT = 8;
const DECIMALS_SHOWN = 6;
const NUMBER = /^[+-]?\d+(\.\d*)?$/;

/** The polygons of a geometry, each a list of closed rings; a line or a point is one open ring. */
export function polygonsIn({ type, coordinates }) {
  const polygons = { MultiPolygon: coordinates, LineString: [[coordinates]], Point: [[[coordinates]]] };
  return polygons[type] ?? [coordinates];
}

/** Whether the last corner is not the first one again. */
export function isOpen({ type }) {
  return type === 'LineString' || type === 'Point';
}

export function fewestCorners({ type }) {
  return { LineString: 2, Point: 1 }[type] ?? 3;
}

/** Every ring of every shape, in order: {shape, polygon, ring, mode, polygons}. */
export function ringsOf(shapes) {
  return shapes.flatMap(({ mode, geometry }, shape) => {
    const polygons = polygonsIn(geometry);
    return polygons.flatMap((rings, polygon) =>
      rings.map((_, ring) => ({ shape, polygon, ring, mode, polygons: polygons.length })),
    );
  });
}

/** The positions of a ring, without the last one that closes it. */
export function cornersIn(geometry, { polygon, ring }) {
  const positions = polygonsIn(geometry)[polygon][ring];
  return isOpen(geometry) ? positions : positions.slice(0, -1);
}

/** Every corner of every shape: {shape, polygon, ring, corner, position}. */
export function allCorners(shapes) {
  return ringsOf(shapes).flatMap(({ shape, polygon, ring }) =>
    cornersIn(shapes[shape].geometry, { polygon, ring }).map((position, corner) => ({ shape, polygon, ring, corner, position })),
  );
}

export function withMoved(geometry, at, position) {
  return withCorners(geometry, at, (corners) => corners.with(at.corner, position));
}

/** One more corner, half way from this one to the next; at the end of a line, from the one before. */
export function withAdded(geometry, at) {
  return withCorners(geometry, at, (corners) => {
    const start = isOpen(geometry) ? Math.min(at.corner, corners.length - 2) : at.corner;
    const [from, to] = [corners[start], corners[(start + 1) % corners.length]];
    const middle = [0, 1].map((axis) => rounded((from[axis] + to[axis]) / 2));
    return corners.toSpliced(start + 1, 0, middle);
  });
}

export function withRemoved(geometry, at) {
  return withCorners(geometry, at, (corners) => corners.toSpliced(at.corner, 1));
}

function withCorners(geometry, at, change) {
  const corners = change(cornersIn(geometry, at));
  if (isOpen(geometry)) {
    return { type: geometry.type, coordinates: geometry.type === 'Point' ? corners[0] : corners };
  }
  const polygons = polygonsIn(geometry);
  const rings = polygons[at.polygon].with(at.ring, [...corners, corners[0]]);
  const { type } = geometry;
  return { type, coordinates: type === 'MultiPolygon' ? polygons.with(at.polygon, rings) : rings };
}

/** Degrees that a person has written, with a point or a comma; null for what is no number. */
export function degreesIn(text) {
  const plain = text.trim().replace('−', '-').replace(',', '.').replace(/\s*°$/, '');
  return NUMBER.test(plain) ? rounded(Number(plain)) : null;
}

/** Six decimals are a tenth of a metre; the kept value may have more. */
export function written(value) {
  return value.toFixed(DECIMALS_SHOWN);
}

function rounded(value) {
  return Number(value.toFixed(DECIMALS_KEPT));
}
