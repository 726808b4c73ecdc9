// Which neighbours of a property are taken, as plain data (geotarget/domain/neighbours.py).

export const FIRST_KINDS = Object.freeze(['adjoining', 'across_road']);
export const FIRST_METRES = 50;
const MOST_METRES = 500;

/** Whether what was found (with `how`) is of a kind that a person has chosen. */
export function isTaken(neighbours, { how }) {
  return neighbours?.kinds.includes(how) ?? false;
}

/** Whole metres from what a person wrote; null where it is no such number. */
export function metresFrom(text) {
  const metres = Number(text);
  return text.trim() !== '' && Number.isInteger(metres) && metres >= 1 && metres <= MOST_METRES ? metres : null;
}

/** What the server reads of it. */
export function neighboursOf({ parcels, kinds, metres }) {
  return { parcels, kinds, metres };
}

/**
 * A property's box (west, south, east, north) with as much again on every side: what is beside it. All of its
 * neighbours would be too much: a road that adjoins may be kilometres long.
 */
export function withSurroundings([west, south, east, north]) {
  const [across, up] = [east - west, north - south];
  return [west - across, south - up, east + across, north + up];
}
