import assert from 'node:assert/strict';
import { test } from 'node:test';

import { boxOf, cornersOf, polygonsOf } from '../../frontend/static/geotarget/map/geojson.js';

const SQUARE = { type: 'Polygon', coordinates: [[[10, 60], [11, 60], [11, 61], [10, 60]]] };
const TWO = { type: 'MultiPolygon', coordinates: [SQUARE.coordinates, [[[5, 58], [6, 58], [6, 59], [5, 58]]]] };

test('polygons are found however they are wrapped, without what came along', () => {
  const feature = { type: 'Feature', properties: { owner: 'x' }, geometry: { ...SQUARE, bbox: [1] } };
  assert.deepEqual(polygonsOf({ type: 'FeatureCollection', features: [feature, TWO] }), [SQUARE, TWO]);
});

test('nothing is made of what is no polygon', () => {
  for (const node of [null, 7, 'x', [], {}, { type: 'Point', coordinates: [1, 2] }, { type: 'Feature', geometry: null }]) {
    assert.deepEqual(polygonsOf(node), []);
  }
});

test('the box of geometries, and its corners as Leaflet wants them', () => {
  assert.deepEqual(boxOf([SQUARE, TWO]), [5, 58, 11, 61]);
  assert.equal(boxOf([]), null);
  assert.deepEqual(cornersOf([5, 58, 11, 61]), [[58, 5], [61, 11]]);
});
