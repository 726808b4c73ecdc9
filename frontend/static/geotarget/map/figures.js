// What is drawn, as plain data: {mode, geometry, zone?, around?, name?}. A line or a point always has a zone, a
// polygon may: {buffer_m, side, ends}, as geotarget/domain/zone.py reads it. `around` is the address that
// a circle was laid around, `name` what a file or a saved area calls it: for the page alone, the server is not
// told (a file may name persons). Nothing is ever changed in place. Positions are [longitude, latitude].
import { metresBetween } from './metres.js';

export const WIDTHS = { least: 1, most: 50_000 };
const FIRST_WIDTH_M = 50;
const WIDTH = /^\d+([.,]\d+)?$/;

/** 'circle', 'line' or 'area'. */
export function kindOf({ geometry }) {
  return { Point: 'circle', LineString: 'line' }[geometry.type] ?? 'area';
}

/** The sides that a zone may have, the usual one first. */
export function sidesOf(shape) {
  return { circle: ['both'], line: ['both', 'left', 'right'], area: ['both', 'outside'] }[kindOf(shape)];
}

/** Whether a person can choose how the zone ends; on one side of a line it ends flat. */
export function hasEnds(shape) {
  return kindOf(shape) === 'line' && shape.zone.side === 'both';
}

export function firstZone() {
  return { buffer_m: FIRST_WIDTH_M, side: 'both', ends: 'round' };
}

/** As a feature for the server. */
export function featureOf({ geometry, zone, around }) {
  return { type: 'Feature', properties: { ...(zone ? { zone } : {}), ...(around ? { around } : {}) }, geometry };
}

/** Metres that a person has written, with a point or a comma; null for what is no width. */
export function widthIn(text) {
  const plain = text.trim().replace(/\s*m$/, '');
  const value = WIDTH.test(plain) ? Number(plain.replace(',', '.')) : NaN;
  return value >= WIDTHS.least && value <= WIDTHS.most ? value : null;
}

/** Whether an outline of positions encloses nothing (less than a square centimetre or so). */
export function isFlat(positions) {
  const [[x0, y0]] = positions;
  const twice = positions.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = positions[(at + 1) % positions.length];
    return sum + (x - x0) * (nextY - y0) - (nextX - x0) * (y - y0);
  }, 0);
  return Math.abs(twice) < 4e-14;
}

export function circle(middle, edge) {
  return { geometry: { type: 'Point', coordinates: middle }, zone: { ...firstZone(), buffer_m: roundWidth(metresBetween(middle, edge)) } };
}

/** A drawn radius in whole metres, within what a zone may be. */
export function roundWidth(metres) {
  return Math.min(WIDTHS.most, Math.max(WIDTHS.least, Math.round(metres)));
}

export function rectangle([west, south], [east, north]) {
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
  return { geometry: { type: 'Polygon', coordinates: [ring] } };
}

/** All of a geometry moved by degrees east and north. */
export function shifted({ type, coordinates }, by) {
  return { type, coordinates: shiftedBy(coordinates, by) };
}

function shiftedBy(node, by) {
  return typeof node[0] === 'number'
    ? node.slice(0, 2).map((value, axis) => Number((value + by[axis]).toFixed(8)))
    : node.map((child) => shiftedBy(child, by));
}
