import assert from 'node:assert/strict';
import { test } from 'node:test';

import { filled } from '../../frontend/static/geotarget/texts.js';
import { parsed } from '../../frontend/static/geotarget/map/paste.js';
import { missingNumbers, rangeName } from '../../frontend/static/geotarget/map/search.js';
import { storageFor } from '../../frontend/static/geotarget/map/storage.js';
import { EMPTY } from '../../frontend/static/geotarget/map/drawing.js';

test('places in a text are filled once, unknown ones stay', () => {
  assert.equal(filled('%(a)s and %(b)s, %(c)s', { a: '%(b)s', b: 2 }), '%(b)s and 2, %(c)s');
});

test('a range of house numbers is named, with the numbers that do not exist', () => {
  const range = { street: { name: 'Storgata' }, first: 12, last: 40, side: 'even', missing: [22], more_missing: 0 };
  assert.equal(rangeName(range), 'Storgata 12–40, even numbers');
  assert.equal(missingNumbers(range), 'No. 22 does not exist');
  assert.equal(missingNumbers({ missing: [], more_missing: 0 }), '');
  assert.match(missingNumbers({ missing: [1, 2], more_missing: 5 }), /1, 2 do not exist \(and 5 more\)/);
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
