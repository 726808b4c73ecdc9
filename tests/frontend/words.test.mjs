import assert from 'node:assert/strict';
import { test } from 'node:test';

import { filled } from '../../frontend/static/geotarget/texts.js';
import { parsed } from '../../frontend/static/geotarget/map/paste.js';
import { houseIn, isTurnedRound, keyOf, partOf } from '../../frontend/static/geotarget/map/house_numbers.js';
import { storageFor } from '../../frontend/static/geotarget/map/storage.js';
import { EMPTY } from '../../frontend/static/geotarget/map/drawing.js';

test('places in a text are filled once, unknown ones stay', () => {
  assert.equal(filled('%(a)s and %(b)s, %(c)s', { a: '%(b)s', b: 2 }), '%(b)s and 2, %(c)s');
});

test('a street with its house numbers is one text', () => {
  for (const key of ['9901-1000', '9901-1000 12A-40 even', '9901-1000 12-', '9901-1000 -14B odd', '9901-1000 odd']) {
    assert.equal(keyOf(partOf(key)), key);
  }
  assert.deepEqual(partOf('9901-1000 12A-40 even'), { street: '9901-1000', first: '12A', last: '40', side: 'even' });
});

test('a house number is read as people write it', () => {
  assert.deepEqual([' 12 a ', '', '7', 'x', '12-14', '123456', '12ab'].map(houseIn), ['12A', '', '7', null, null, null, null]);
});

test('the last number comes after the first', () => {
  const turned = (first, last) => isTurnedRound({ first, last });
  assert.deepEqual([turned('40', '12'), turned('14B', '14A')], [true, true]);
  assert.deepEqual([turned('9', '12'), turned('14B', '14'), turned('', '3'), turned('3', '')], [false, false, false, false]);
});

test('a pasted text that cannot be read says why', () => {
  assert.match(parsed('  ').error, /Paste an area/);
  assert.match(parsed('{"type": ').error, /not JSON/);
  assert.match(parsed('[NaN]').error, /not JSON/);
  assert.match(parsed(`"${'x'.repeat(5_000_001)}"`).error, /5 MB/);
  assert.deepEqual(parsed('{"type": "Polygon"}'), { geojson: { type: 'Polygon' } });
});

test('a drawing is kept per user and organisation, and a full storage stops nothing', () => {
  const kept = new Map();
  const storage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      if (value.length > 200) {
        throw new Error('quota');
      }
      kept.set(key, value);
    },
    removeItem: (key) => kept.delete(key),
  };
  const mine = storageFor(1, 2, storage);
  const drawing = { ...EMPTY, streets: [{ key: '9901-1000' }] };
  mine.write(drawing);
  assert.deepEqual(mine.read(), drawing);
  assert.equal(storageFor(1, 3, storage).read(), EMPTY);
  mine.write({ ...drawing, rule: 'x'.repeat(300) });
  assert.equal(mine.read(), EMPTY);
});

test('a shape that is not finished is kept beside the drawing, until the list is frozen', () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  const mine = storageFor(1, 2, storage);
  const pen = { kind: 'line', points: [[10, 60]] };
  assert.equal(mine.unfinished.read(), null);
  mine.unfinished.write(pen);
  assert.deepEqual(mine.unfinished.read(), pen);
  mine.unfinished.write(null);
  assert.equal(kept.size, 0);
  mine.write(EMPTY);
  mine.unfinished.write(pen);
  mine.clear();
  assert.equal(kept.size, 0);
});
