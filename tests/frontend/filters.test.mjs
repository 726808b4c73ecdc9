import assert from 'node:assert/strict';
import { test } from 'node:test';

import { filtersFrom, isSet, ticksOf } from '../../frontend/static/geotarget/map/filter_values.js';

test('filters become ticks and filters again', () => {
  const filters = {
    holiday_homes: 'only',
    building_types: ['dwelling', 'unknown'],
    unit_uses: ['B', ''],
    floors: ['H02'],
    attributes: { 'Kommunalt vann': ['ja', ''], Sone: ['3'] },
  };
  assert.deepEqual(filtersFrom([...ticksOf(filters)], 'only'), filters);
});

test('no tick is no filter', () => {
  assert.deepEqual([...ticksOf({})], []);
  assert.equal(isSet(filtersFrom([], '')), false);
  assert.equal(isSet(filtersFrom([], 'without')), true);
});
