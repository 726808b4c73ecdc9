import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  EMPTY,
  drawingFrom,
  isEmpty,
  selectionOf,
  withItem,
  withoutItem,
} from '../../frontend/static/geotarget/map/drawing.js';

const SQUARE = { type: 'Polygon', coordinates: [[[10, 60], [11, 60], [11, 61], [10, 60]]] };

test('only included shapes and picks make a selection', () => {
  assert.equal(isEmpty(EMPTY), true);
  assert.equal(isEmpty({ ...EMPTY, shapes: [{ mode: 'exclude', geometry: SQUARE }] }), true);
  assert.equal(isEmpty({ ...EMPTY, shapes: [{ mode: 'include', geometry: SQUARE }] }), false);
  assert.equal(isEmpty({ ...EMPTY, streets: [{ key: '9901-1' }] }), false);
  assert.equal(isEmpty({ ...EMPTY, districts: [{ key: 'postcode:9910' }] }), false);
});

test('included and excluded shapes go to the server apart, picks by their keys', () => {
  const drawing = {
    shapes: [{ mode: 'include', geometry: SQUARE }, { mode: 'exclude', geometry: SQUARE }],
    streets: [{ key: '9901-1000', name: 'Storgata' }],
    districts: [{ key: 'postcode:9910', name: 'Postnummer 9910' }],
    addresses: [{ source_id: '7', label: 'Storgata 1' }],
    rule: 'access-inside',
  };
  const feature = { type: 'Feature', properties: {}, geometry: SQUARE };
  assert.deepEqual(selectionOf(drawing), {
    include: { type: 'FeatureCollection', features: [feature] },
    exclude: { type: 'FeatureCollection', features: [feature] },
    streets: ['9901-1000'],
    districts: ['postcode:9910'],
    addresses: ['7'],
    rule: 'access-inside',
  });
  assert.equal(selectionOf(EMPTY).include, null);
});

test('an item is in a list once', () => {
  const items = withItem([{ key: 'a' }], { key: 'b' }, 'key');
  assert.equal(withItem(items, { key: 'a' }, 'key'), items);
  assert.deepEqual(withoutItem(items, 'a', 'key'), [{ key: 'b' }]);
});

test('what is not a drawing of ours is an empty one', () => {
  for (const text of [null, '', '{', '[]', '{"shapes": 7}', 'null']) {
    assert.equal(drawingFrom(text), EMPTY);
  }
  assert.deepEqual(drawingFrom(JSON.stringify(EMPTY)), { ...EMPTY });
  const older = { shapes: [], streets: [], addresses: [], rule: 'address-inside' };
  assert.deepEqual(drawingFrom(JSON.stringify(older)), { ...EMPTY });
});
