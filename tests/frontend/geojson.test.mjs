import assert from 'node:assert/strict';
import { test } from 'node:test';

import { boxOf, cornersOf, shapesOf } from '../../frontend/static/geotarget/map/geojson.js';

const SQUARE = { type: 'Polygon', coordinates: [[[10, 60], [11, 60], [11, 61], [10, 60]]] };
const TWO = { type: 'MultiPolygon', coordinates: [SQUARE.coordinates, [[[5, 58], [6, 58], [6, 59], [5, 58]]]] };

test('polygons are found however they are wrapped, without what came along', () => {
  const feature = { type: 'Feature', properties: { owner: 'x', zone: 'B2' }, geometry: { ...SQUARE, bbox: [1] } };
  assert.deepEqual(shapesOf({ type: 'FeatureCollection', features: [feature, TWO] }), [{ geometry: SQUARE }, { geometry: TWO }]);
});

test('a zone stays with its polygon, line or point, whole', () => {
  const line = { type: 'LineString', coordinates: [[10, 60], [11, 60]] };
  const point = { type: 'Point', coordinates: [10, 60] };
  const feature = (geometry, zone) => ({ type: 'Feature', properties: { zone }, geometry });
  const features = [feature(SQUARE, { buffer_m: 5, side: 'outside' }), feature(line, { buffer_m: 25, side: 'left', ends: 'flat' })];
  assert.deepEqual(shapesOf({ type: 'FeatureCollection', features: [...features, feature(point, { buffer_m: 100 })] }), [
    { geometry: SQUARE, zone: { buffer_m: 5, side: 'outside', ends: 'round' } },
    { geometry: line, zone: { buffer_m: 25, side: 'left', ends: 'flat' } },
    { geometry: point, zone: { buffer_m: 100, side: 'both', ends: 'round' } },
  ]);
});

test('nothing is made of what is no polygon and has no zone', () => {
  const empty = { type: 'FeatureCollection', features: [] };
  for (const node of [null, 7, 'x', [], {}, empty, { type: 'Point', coordinates: [1, 2] }, { type: 'Feature', geometry: null }]) {
    assert.deepEqual(shapesOf(node), []);
  }
});

test('the box of geometries, and its corners as Leaflet wants them', () => {
  assert.deepEqual(boxOf([SQUARE, TWO]), [5, 58, 11, 61]);
  assert.equal(boxOf([]), null);
  assert.deepEqual(cornersOf([5, 58, 11, 61]), [[58, 5], [61, 11]]);
});
