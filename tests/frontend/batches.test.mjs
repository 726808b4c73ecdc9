import assert from 'node:assert/strict';
import { test } from 'node:test';

import { shapesFor } from '../../frontend/static/geotarget/map/batches.js';

test('many features are asked for some at a time, and answered in their order', async () => {
  const asked = [];
  const ask = async (features) => {
    asked.push(features);
    return { shapes: features.map((feature) => feature * 10) };
  };
  assert.deepEqual(await shapesFor([1, 2, 3, 4, 5], 2, ask), [10, 20, 30, 40, 50]);
  assert.deepEqual(asked, [[1, 2], [3, 4], [5]]);
  assert.deepEqual(await shapesFor([], 2, ask), []);
});

test('what is refused in any request is refused', async () => {
  const ask = async ([first]) => (first === 3 ? Promise.reject(new Error('no')) : { shapes: [null, null] });
  await assert.rejects(shapesFor([1, 2, 3], 2, ask), /no/);
});
