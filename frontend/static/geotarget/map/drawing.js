// A drawing: what is drawn and picked, as plain data. Positions are [longitude, latitude] (RFC 7946).
//
// {shapes: [{mode: 'include' | 'exclude', geometry, zone?, around?}], streets: [{key, name, municipality}],
//  districts: [{key, name, municipality}], addresses: [{source_id, label}], rule: 'address-inside',
//  adjustments: as adjustments.js has them, per: 'address' | 'unit',
//  neighbours: {name, parcels, kinds, metres} or null}
// A key of a street says its house numbers too (geotarget/domain/house_numbers.py).
import { adjustmentsToSend } from './adjustments.js';
import { featureOf } from './figures.js';
import { neighboursOf } from './neighbour_choice.js';

export const EMPTY = Object.freeze({ shapes: [], streets: [], districts: [], addresses: [], rule: 'address-inside', adjustments: [], per: 'address', neighbours: null });

export function isEmpty(drawing) {
  return (
    !drawing.shapes.some((shape) => shape.mode === 'include') &&
    drawing.streets.length === 0 &&
    drawing.districts.length === 0 &&
    drawing.addresses.length === 0 &&
    !adjustmentsOf(drawing).some(({ act }) => act === 'add') &&
    !drawing.neighbours
  );
}

/** Nothing is drawn or picked; what is only taken away is something too. */
export function isBlank(drawing) {
  return isEmpty(drawing) && drawing.shapes.length === 0 && adjustmentsOf(drawing).length === 0;
}

export function adjustmentsOf(drawing) {
  return drawing.adjustments ?? [];
}

/** What the server reads (geotarget/domain/selection.py). */
export function selectionOf(drawing) {
  return {
    include: collectionOf(drawing.shapes, 'include'),
    exclude: collectionOf(drawing.shapes, 'exclude'),
    streets: drawing.streets.map((street) => street.key),
    ...(drawing.districts.length > 0 ? { districts: drawing.districts.map((district) => district.key) } : {}),
    addresses: drawing.addresses.map((address) => address.source_id),
    rule: drawing.rule,
    ...(drawing.filters ? { filters: drawing.filters } : {}),
    ...(adjustmentsOf(drawing).length > 0 ? { adjustments: adjustmentsToSend(drawing.adjustments) } : {}),
    ...(drawing.per === 'unit' ? { per: 'unit' } : {}),
    ...(drawing.neighbours ? { neighbours: neighboursOf(drawing.neighbours) } : {}),
  };
}

function collectionOf(shapes, mode) {
  const features = shapes.filter((shape) => shape.mode === mode).map(featureOf);
  return features.length > 0 ? { type: 'FeatureCollection', features } : null;
}

/** Items with one more, unless one with the same `name` value is there. */
export function withItem(items, item, name) {
  return items.some((there) => there[name] === item[name]) ? items : [...items, item];
}

export function withoutItem(items, value, name) {
  return items.filter((there) => there[name] !== value);
}

/** A drawing out of storage, or the empty one where it is not what we wrote. */
export function drawingFrom(text) {
  try {
    const read = { districts: [], adjustments: [], per: 'address', neighbours: null, ...JSON.parse(text) };
    const lists = [read.shapes, read.streets, read.districts, read.addresses, read.adjustments];
    return lists.every(Array.isArray) && typeof read.rule === 'string' ? read : EMPTY;
  } catch {
    return EMPTY;
  }
}
