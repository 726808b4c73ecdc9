import assert from 'node:assert/strict';
import { test } from 'node:test';

import { actOf } from '../../frontend/static/geotarget/map/undo_keys.js';
import { legWords, pointWords } from '../../frontend/static/geotarget/map/draw_words.js';
import { finished, newPen, penFrom, penOf, shapeOf, withPoint, withoutLast } from '../../frontend/static/geotarget/map/pen.js';

/** The last answer after marking all the points. */
function drawn(kind, points) {
  return points.reduce(({ pen }, point) => withPoint(pen, point), { pen: newPen(kind) });
}

const TRIANGLE = [[10, 60], [11, 60], [11, 61]];

test('a polygon is done when its first or last point is marked again', () => {
  for (const again of [TRIANGLE[0], TRIANGLE[2]]) {
    const { pen, shape, fault } = drawn('polygon', [...TRIANGLE, again]);
    assert.equal(fault, null);
    assert.deepEqual(shape, { geometry: { type: 'Polygon', coordinates: [[...TRIANGLE, TRIANGLE[0]]] } });
    assert.deepEqual(pen.points, []);
  }
});

test('it is not done with too few points, and keeps them', () => {
  const { pen, shape, fault } = finished(drawn('polygon', TRIANGLE.slice(0, 2)).pen);
  assert.deepEqual([shape, fault, pen.points.length], [null, 'few', 2]);
  assert.equal(finished(newPen('line')).fault, 'few');
});

test('a point that would make the outline cross itself is refused where it is', () => {
  const before = drawn('polygon', [[0, 0], [4, 4], [4, 0]]).pen;
  const { pen, fault, shape } = withPoint(before, [0, 4]);
  assert.deepEqual([pen, fault, shape], [before, 'crossed', null]);
  assert.equal(withPoint(before, [8, 0]).fault, null);
});

test('the line that closes it may not cross either, nor a point lie on a line', () => {
  const zigzag = drawn('polygon', [[0, 0], [4, 0], [1, 2], [3, 3], [3, -1]]);
  assert.equal(zigzag.fault, 'crossed');
  const hooked = drawn('cut', [[0, 0], [4, 0], [4, 4], [1, 1], [2, -0]]);
  assert.equal(hooked.fault, 'crossed');
  const shut = drawn('polygon', [[0, 2], [4, 0], [4, 4], [1, 3], [1, 1.9], [-1, 4]]).pen;
  assert.equal(finished(shut).fault, null);
});

test('a line back over itself is refused', () => {
  assert.equal(drawn('line', [[0, 0], [2, 0], [1, 0]]).fault, 'crossed');
});

test('a line ends when its last point is marked again, and has a zone', () => {
  const { shape } = drawn('line', [...TRIANGLE, TRIANGLE[2]]);
  assert.equal(shape.geometry.type, 'LineString');
  assert.deepEqual(shape.zone, { buffer_m: 50, side: 'both', ends: 'round' });
});

test('a rectangle and a circle are done with their second point', () => {
  assert.deepEqual(drawn('rectangle', [[10, 60], [11, 61]]).shape.geometry.coordinates, [
    [[10, 60], [11, 60], [11, 61], [10, 61], [10, 60]],
  ]);
  assert.equal(drawn('rectangle', [[10, 60], [10, 61]]).fault, 'flat');
  const { geometry, zone } = drawn('circle', [[10, 60], [10, 60.001]]).shape;
  assert.deepEqual([geometry.type, zone.buffer_m], ['Point', 111]);
  assert.equal(drawn('circle', [[10, 60], [10, 60]]).fault, 'few');
});

test('points are taken back one by one', () => {
  const { pen } = drawn('polygon', TRIANGLE);
  assert.deepEqual(withoutLast(pen).points, TRIANGLE.slice(0, 2));
  assert.deepEqual(withoutLast(newPen('line')).points, []);
});

test('an unfinished shape is counted as soon as it makes something', () => {
  assert.equal(shapeOf(drawn('polygon', TRIANGLE.slice(0, 2)).pen), null);
  assert.equal(shapeOf(drawn('polygon', TRIANGLE).pen).geometry.type, 'Polygon');
});

test('a pen comes back out of storage, and nothing else does', () => {
  const { pen } = drawn('polygon', TRIANGLE);
  assert.deepEqual(penFrom(JSON.parse(JSON.stringify(pen))), pen);
  const chain = { ...pen, before: pen };
  assert.deepEqual(penFrom(JSON.parse(JSON.stringify(chain))), chain);
  assert.deepEqual(penFrom({ ...pen, before: { kind: 'x' } }), pen);
  assert.deepEqual(penOf(shapeOf(pen)), pen);
  for (const other of [null, 7, {}, { kind: 'polygon' }, { kind: 'polygon', points: [] }, { kind: 'x', points: TRIANGLE }, { kind: 'line', points: [['a', 1]] }]) {
    assert.equal(penFrom(other), null);
  }
});

test('where a point lies is said from the last one', () => {
  const one = drawn('line', [[10, 60]]).pen;
  assert.equal(pointWords(one, newPen('line')), '1 point');
  assert.equal(pointWords(drawn('line', [[10, 60], [10, 60.001]]).pen, one), '2 points, 111 m north of the last point');
  const directions = [[2, 1], [2, 0], [2, -1], [0, -2], [-2, -1], [-2, 0], [-2, 1]].map((by) => legWords([10, 60], [10 + by[0] / 1000, 60 + by[1] / 1000]));
  assert.deepEqual(directions.map((words) => words.split(' ')[2]), ['north-east', 'east', 'south-east', 'south', 'south-west', 'west', 'north-west']);
});

test('undo and redo have the keys of every platform', () => {
  const key = (name, held = {}) => actOf({ key: name, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });
  assert.equal(key('z', { ctrlKey: true }), 'undo');
  assert.equal(key('z', { metaKey: true }), 'undo');
  assert.equal(key('Z', { metaKey: true, shiftKey: true }), 'redo');
  assert.equal(key('y', { ctrlKey: true }), 'redo');
  assert.deepEqual([key('z'), key('z', { ctrlKey: true, altKey: true }), key('x', { ctrlKey: true })], [null, null, null]);
});
