import assert from 'node:assert/strict';
import { test } from 'node:test';

import { History } from '../../frontend/static/geotarget/map/history.js';

test('undo and redo walk over the states', () => {
  const history = new History('a');
  history.add('b');
  history.add('c');
  assert.equal(history.undo(), 'b');
  assert.equal(history.undo(), 'a');
  assert.equal(history.undo(), 'a');
  assert.equal(history.canUndo, false);
  assert.equal(history.redo(), 'b');
});

test('a change after undo forgets what was undone', () => {
  const history = new History('a');
  history.add('b');
  history.undo();
  history.add('c');
  assert.equal(history.canRedo, false);
  assert.equal(history.undo(), 'a');
});

test('only the newest states are kept', () => {
  const history = new History(0, 3);
  [1, 2, 3, 4].forEach((state) => history.add(state));
  [1, 2, 3, 4].forEach(() => history.undo());
  assert.equal(history.now, 2);
});
