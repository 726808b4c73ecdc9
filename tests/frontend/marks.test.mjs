import assert from 'node:assert/strict';
import { test } from 'node:test';

import { markStyle } from '../../frontend/static/geotarget/map/marks.js';

const ZOOMS = Array.from({ length: 17 }, (_, index) => index + 4);

test('marks grow with the zoom and have a halo only when near', () => {
  const sizes = ZOOMS.map((zoom) => markStyle(zoom).radius);
  assert.deepEqual(sizes, sizes.toSorted((a, b) => a - b));
  assert.equal(markStyle(10).stroke, false);
  assert.equal(markStyle(14).stroke, false);
  assert.equal(markStyle(15).stroke, true);
  assert.equal(markStyle(17).radius, 6);
});

test('several addresses on one point have a larger mark, what is left out a ring, at every zoom', () => {
  for (const zoom of ZOOMS) {
    const one = markStyle(zoom);
    assert.ok(markStyle(zoom, { addresses: 2 }).radius > one.radius);
    const leftOut = markStyle(zoom, { isLeftOut: true });
    assert.equal(leftOut.stroke, true);
    assert.notEqual(leftOut.color, leftOut.fillColor);
    assert.notEqual(leftOut.fillColor, one.fillColor);
  }
});
