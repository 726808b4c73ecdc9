// How a selected address is marked. From far away its halo would hide the neighbours, and a thousand
// marks would be one white blot: there, marks are small and have none.

const SELECTED = '#0b4f8a';
const LEFT_OUT = '#8a1c0c';
const HALO = '#ffffff';

/** Largest zoom first: from which zoom on, the radius of a mark (Leaflet rounds it) and its halo, in pixels. */
const SIZES = [
  { from: 17, radius: 6, halo: 2 },
  { from: 15, radius: 5, halo: 1.25 },
  { from: 14, radius: 3, halo: 0 },
  { from: 11, radius: 2, halo: 0 },
  { from: -Infinity, radius: 1, halo: 0 },
];

/**
 * Leaflet's options of a circle for an address, or for several on one point. What is left out is an
 * open ring at every zoom, so that it differs by more than colour.
 */
export function markStyle(zoom, { addresses = 1, isLeftOut = false } = {}) {
  const { from, radius, halo } = SIZES.find((size) => zoom >= size.from);
  const size = addresses > 1 ? radius * 1.5 : radius;
  if (isLeftOut) {
    const isFar = from < 14;
    return { radius: size, stroke: true, weight: isFar ? 1 : 2, color: LEFT_OUT, fillColor: HALO, fillOpacity: 1 };
  }
  return { radius: size, stroke: halo > 0, weight: halo, color: HALO, fillColor: SELECTED, fillOpacity: 1 };
}
