import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ringName, wrongWith } from '../../frontend/static/geotarget/map/corner_words.js';
import {
  cornersIn,
  degreesIn,
  ringsOf,
  withAdded,
  withMoved,
  withRemoved,
  written,
} from '../../frontend/static/geotarget/map/corners.js';
import { faultOf } from '../../frontend/static/geotarget/map/outline.js';

const square = (west, south, size) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const PLAIN = { type: 'Polygon', coordinates: [square(10, 60, 4)] };
const HOLED = { type: 'Polygon', coordinates: [square(10, 60, 4), square(11, 61, 1)] };
const PARTS = { type: 'MultiPolygon', coordinates: [[square(10, 60, 1)], [square(20, 60, 4), square(21, 61, 1)]] };
const LIMITS = [[-10, 40], [56, 82]];
const OUTLINE = { polygon: 0, ring: 0 };
const HOLE = { polygon: 0, ring: 1 };

function moved(geometry, at, position) {
  return faultOf(geometry, withMoved(geometry, at, position), at);
}

test('every ring is listed with its shape, part and hole', () => {
  const rings = ringsOf([{ mode: 'include', geometry: PLAIN }, { mode: 'exclude', geometry: PARTS }]);
  assert.deepEqual(rings.map(ringName), [
    'Shape 1, included',
    'Shape 2, taken away, part 1',
    'Shape 2, taken away, part 2',
    'Shape 2, taken away, part 2, hole 1',
  ]);
});

test('corners move without changing the geometry that was there; the ring stays closed', () => {
  const before = structuredClone(PARTS);
  const after = withMoved(PARTS, { polygon: 1, ring: 1, corner: 0 }, [21.5, 61.5]);
  assert.deepEqual(PARTS, before);
  assert.equal(after.type, 'MultiPolygon');
  assert.deepEqual(after.coordinates[1][1], [[21.5, 61.5], [22, 61], [22, 62], [21, 62], [21.5, 61.5]]);
  assert.equal(after.coordinates[0], PARTS.coordinates[0]);
});

test('a corner is added half way to the next, also after the last, and removed', () => {
  const added = withAdded(PLAIN, { ...OUTLINE, corner: 3 });
  assert.deepEqual(cornersIn(added, OUTLINE), [[10, 60], [14, 60], [14, 64], [10, 64], [10, 62]]);
  assert.deepEqual(withRemoved(added, { ...OUTLINE, corner: 4 }), PLAIN);
  const first = withRemoved(PLAIN, { ...OUTLINE, corner: 0 });
  assert.deepEqual(first.coordinates, [[[14, 60], [14, 64], [10, 64], [14, 60]]]);
});

test('degrees are read with point or comma, and nothing else is a number', () => {
  const read = { '10.5': 10.5, ' 10,5 ': 10.5, '−8,25': -8.25, '59°': 59, '10.123456789': 10.12345679, '+7.': 7 };
  for (const [text, value] of Object.entries(read)) {
    assert.equal(degreesIn(text), value, text);
  }
  for (const text of ['', ' ', 'ti', '1e1', '0x10', 'NaN', 'Infinity', '10,5,5', '59 30', '10.5 60.1', '--1']) {
    assert.equal(degreesIn(text), null, text);
  }
  assert.equal(written(10.1), '10.100000');
});

test('what is no number, or no longitude or latitude of Norway, is told', () => {
  assert.match(wrongWith('ti', 0, LIMITS), /not a number.*10\.752245/);
  assert.match(wrongWith('ti', 1, LIMITS), /not a number.*59\.913868/);
  assert.match(wrongWith('60', 0, LIMITS), /between −10 and 40/);
  assert.match(wrongWith('10', 1, LIMITS), /between 56 and 82/);
  assert.equal(wrongWith('-10', 0, LIMITS), null);
  assert.equal(wrongWith('82', 1, LIMITS), null);
});

test('an outline may not cross or touch itself', () => {
  assert.equal(moved(PLAIN, { ...OUTLINE, corner: 0 }, [9, 59]), null);
  assert.equal(moved(PLAIN, { ...OUTLINE, corner: 0 }, [15, 62]), 'crossed');
  assert.equal(moved(PLAIN, { ...OUTLINE, corner: 0 }, [14, 62]), 'crossed', 'on a line');
  assert.equal(moved(PLAIN, { ...OUTLINE, corner: 0 }, [14, 64]), 'crossed', 'on a corner');
  assert.equal(moved(PLAIN, { ...OUTLINE, corner: 0 }, [14, 60]), 'crossed', 'on its neighbour');
  assert.equal(moved(PLAIN, { ...OUTLINE, corner: 0 }, [14, 66]), 'crossed', 'back over a line');
  assert.equal(moved(PLAIN, { ...OUTLINE, corner: 3 }, [12, 59]), 'crossed', 'over the closing line');
});

test('a triangle without an inside is no outline', () => {
  const triangle = withRemoved(PLAIN, { ...OUTLINE, corner: 3 });
  assert.equal(moved(triangle, { ...OUTLINE, corner: 1 }, [12, 62]), 'crossed');
});

test('removing a corner may not make the outline cross itself', () => {
  const zigzag = [[0, 0], [4, 0], [4, -2], [8, -2], [8, 4], [6, -1], [0, 4], [0, 0]];
  const geometry = { type: 'Polygon', coordinates: [zigzag] };
  const removed = (corner) => faultOf(geometry, withRemoved(geometry, { ...OUTLINE, corner }), { ...OUTLINE, corner });
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6].filter((corner) => removed(corner) !== null), [2, 3, 6]);
});

test('a corner that is added crosses nothing', () => {
  for (const corner of [0, 1, 2, 3]) {
    const added = withAdded(HOLED, { ...OUTLINE, corner });
    assert.equal(faultOf(HOLED, added, { ...OUTLINE, corner: corner + 1 }), null);
  }
});

test('holes stay inside and parts apart', () => {
  assert.equal(moved(HOLED, { ...HOLE, corner: 0 }, [9, 61]), 'crossed', 'hole over the outline');
  assert.equal(moved(HOLED, { ...OUTLINE, corner: 0 }, [11.5, 61.5]), 'crossed', 'outline over the hole');
  assert.equal(moved(HOLED, { ...OUTLINE, corner: 0 }, [10.5, 60.5]), null);
  const cut = { type: 'Polygon', coordinates: [[[0, 0], [8, 0], [0, 8], [0, 0]], [[0.5, 1], [1, 1], [0.5, 1.5], [0.5, 1]]] };
  assert.equal(moved(cut, { ...OUTLINE, corner: 0 }, [3, 3]), 'misplaced', 'hole left outside');
  const parts = { type: 'MultiPolygon', coordinates: [[[[0, 0], [1, 0], [0, 9], [0, 0]]], [[[2, 4], [3, 4], [2, 5], [2, 4]]]] };
  assert.equal(moved(parts, { ...OUTLINE, corner: 1 }, [9, 4.5]), 'misplaced', 'part over part');
});

test('a fault elsewhere does not forbid a correction', () => {
  const bad = { type: 'Polygon', coordinates: [square(10, 60, 4), square(20, 61, 1)] };
  assert.equal(moved(bad, { ...OUTLINE, corner: 0 }, [9.5, 60]), null);
});

test('a hundred thousand corners are checked at once', () => {
  const count = 100_000;
  const circle = Array.from({ length: count }, (_, at) => {
    const angle = (at / count) * 2 * Math.PI;
    return [10 + Math.cos(angle), 60 + Math.sin(angle)];
  });
  const geometry = { type: 'Polygon', coordinates: [[...circle, circle[0]]] };
  const start = performance.now();
  assert.equal(moved(geometry, { ...OUTLINE, corner: 0 }, [11.1, 60]), null);
  assert.equal(moved(geometry, { ...OUTLINE, corner: 0 }, [8, 60]), 'crossed');
  assert.ok(performance.now() - start < 2000);
});
