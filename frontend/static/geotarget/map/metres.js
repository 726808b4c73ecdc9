// Distances and directions on the map, for what is told and for a radius that is drawn: on a globe,
// right to half a per cent. What is counted the server measures. Positions are [longitude, latitude].

const EARTH_M = 6_371_009;
const RADIANS = Math.PI / 180;

export function metresBetween([west, south], [east, north]) {
  const [a, b] = [south * RADIANS, north * RADIANS];
  const half = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(((east - west) * RADIANS) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.sqrt(half));
}

/** 0 for north, 1 for north-east, and so on clockwise to 7. */
export function eighthOf([west, south], [east, north]) {
  const along = (east - west) * Math.cos(((south + north) / 2) * RADIANS);
  return (Math.round(Math.atan2(along, north - south) / (Math.PI / 4)) + 8) % 8;
}
