import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cornersIn, ringsOf, withAdded, withMoved, withRemoved } from '../../frontend/static/geotarget/map/corners.js';
import { figureName, sideNames } from '../../frontend/static/geotarget/map/figure_words.js';
import { featureOf, firstZone, hasEnds, isFlat, kindOf, roundWidth, shifted, sidesOf, widthIn } from '../../frontend/static/geotarget/map/figures.js';
import { put, removed, takeNearest } from '../../frontend/static/geotarget/map/held_corner.js';
import { faultOf } from '../../frontend/static/geotarget/map/outline.js';
import { nearestOf, snapped } from '../../frontend/static/geotarget/map/snap.js';

const AREA = { mode: 'include', geometry: { type: 'Polygon', coordinates: [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]] } };
const LINE = { mode: 'exclude', geometry: { type: 'LineString', coordinates: [[10, 0], [12, 0], [12, 2]] }, zone: firstZone() };
const CIRCLE = { mode: 'include', geometry: { type: 'Point', coordinates: [20, 1] }, zone: firstZone() };
const SHAPES = [AREA, LINE, CIRCLE];
const flat = ([x, y]) => [x, y];

test('every shape has a kind, sides and a name', () => {
  assert.deepEqual(SHAPES.map(kindOf), ['area', 'line', 'circle']);
  assert.deepEqual(SHAPES.map((shape) => sidesOf(shape).length), [2, 3, 1]);
  assert.equal(figureName(LINE, 2), 'Shape 2: line, taken away');
  assert.deepEqual(Object.keys(sideNames(AREA)), sidesOf(AREA));
  assert.deepEqual(Object.keys(sideNames(LINE)), sidesOf(LINE));
  assert.deepEqual([hasEnds(LINE), hasEnds({ ...LINE, zone: { ...LINE.zone, side: 'left' } }), hasEnds(CIRCLE)], [true, false, false]);
});

test('a zone goes to the server with its shape, and a plain area without one', () => {
  assert.deepEqual(featureOf(AREA).properties, {});
  assert.deepEqual(featureOf(LINE).properties, { zone: { buffer_m: 50, side: 'both', ends: 'round' } });
});

test('a width is metres, with a point or a comma', () => {
  assert.deepEqual(['25', ' 12,5 m', '1', '50000'].map(widthIn), [25, 12.5, 1, 50_000]);
  assert.deepEqual(['', 'x', '-5', '0', '50001', '1e3', '5 km', 'NaN'].map(widthIn), Array(8).fill(null));
  assert.deepEqual([0.2, 12.4, 1e9].map(roundWidth), [1, 12, 50_000]);
});

test('lines and centres have corners as areas have', () => {
  assert.equal(ringsOf(SHAPES).length, 3);
  const at = { polygon: 0, ring: 0 };
  assert.equal(cornersIn(LINE.geometry, at).length, 3);
  assert.deepEqual(withMoved(CIRCLE.geometry, { ...at, corner: 0 }, [1, 2]), { type: 'Point', coordinates: [1, 2] });
  assert.deepEqual(withAdded(LINE.geometry, { ...at, corner: 2 }).coordinates, [[10, 0], [12, 0], [12, 1], [12, 2]]);
  assert.deepEqual(withRemoved(LINE.geometry, { ...at, corner: 1 }).coordinates, [[10, 0], [12, 2]]);
  const crossing = { type: 'LineString', coordinates: [[0, 0], [4, 0], [4, 4], [2, 2]] };
  assert.equal(faultOf(crossing, withMoved(crossing, { ...at, corner: 3 }, [2, -1]), { ...at, corner: 3 }), 'crossed');
  assert.equal(faultOf(crossing, withMoved(crossing, { ...at, corner: 3 }, [2, 1]), { ...at, corner: 3 }), null);
});

test('all of a shape is moved', () => {
  assert.deepEqual(shifted(CIRCLE.geometry, [1, -1]).coordinates, [21, 0]);
  assert.deepEqual(shifted(AREA.geometry, [1, 1]).coordinates[0][2], [5, 5]);
});

test('the nearest corner is taken, moved, refused where it would cross, and removed', () => {
  const held = takeNearest(SHAPES, [5, 5], flat, { isWhole: false });
  assert.deepEqual(held, { shape: 0, polygon: 0, ring: 0, corner: 2, from: [4, 4] });
  assert.deepEqual(put(SHAPES, held, [6, 6]).shapes[0].geometry.coordinates[0][2], [6, 6]);
  assert.equal(put(SHAPES, held, [-1, 2]).fault, 'crossed');
  assert.equal(removed(SHAPES, held).shapes[0].geometry.coordinates[0].length, 4);
  assert.equal(removed(SHAPES, takeNearest(SHAPES, [20, 1], flat, { isWhole: false })).fault, 'few');
  const whole = takeNearest(SHAPES, [12, 3], flat, { isWhole: true });
  assert.deepEqual(put(SHAPES, whole, [13, 3]).shapes[1].geometry.coordinates, [[11, 1], [13, 1], [13, 3]]);
  assert.equal(takeNearest([], [0, 0], flat, { isWhole: true }), null);
});

test('a point keeps to a corner first, then to an edge, else stays', () => {
  const lines = [[[0, 0], [100, 0]]];
  assert.deepEqual(snapped(lines, [3, 4], flat, 12), [0, 0]);
  assert.deepEqual(snapped(lines, [50, 5], flat, 12), [50, 0]);
  assert.deepEqual(snapped(lines, [50, 20], flat, 12), [50, 20]);
  assert.deepEqual(snapped([[[7, 7], [7, 7]], []], [8, 8], flat, 12), [7, 7]);
  assert.deepEqual(snapped([], [1, 1], flat, 12), [1, 1]);
  assert.equal(nearestOf([], [0, 0], flat), null);
});

test('an outline that encloses nothing is flat, wherever it lies', () => {
  const ring = (west, south, east, north) => [[west, south], [east, south], [east, north], [west, north]];
  assert.equal(isFlat(ring(10.5, 60.2, 10.5, 60.2)), true);
  assert.equal(isFlat(ring(10.5, 60.2, 10.7, 60.2)), true);
  assert.equal(isFlat([[10, 60], [10.1, 60.1], [10.2, 60.2]]), true);
  assert.equal(isFlat(ring(10.5, 60.2, 10.50001, 60.20001)), false);
  assert.equal(isFlat(ring(10.50001, 60.20001, 10.5, 60.2)), false);
});

test('what a file or a saved area calls a shape is for the page alone', () => {
  const shape = { mode: 'include', name: 'Bygata øst', geometry: AREA.geometry };
  assert.equal(figureName(shape, 2), 'Shape 2: Bygata øst (area), included');
  assert.deepEqual(featureOf(shape).properties, {});
});
