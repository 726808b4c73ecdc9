import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { latestOnly } from '../../frontend/static/geotarget/map/latest.js';

/** Questions whose answers the test gives, in the order it wants. */
function questions() {
  const asked = [];
  const ask = (state, signal) =>
    new Promise((resolve, reject) => {
      asked.push({ state, signal, resolve, reject });
    });
  return { asked, ask };
}

async function settled() {
  await new Promise((resolve) => setImmediate(resolve));
}

function started(t, delay = 250) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { asked, ask } = questions();
  const answered = mock.fn();
  const failed = mock.fn();
  return { asked, answered, failed, latest: latestOnly(ask, { delay, answered, failed }) };
}

test('nothing is asked until changes have stopped', (t) => {
  const { asked, latest } = started(t);
  latest.about('a');
  t.mock.timers.tick(200);
  latest.about('b');
  t.mock.timers.tick(200);
  assert.equal(asked.length, 0);
  t.mock.timers.tick(50);
  assert.deepEqual(asked.map(({ state }) => state), ['b']);
});

test('an answer that a newer question has overtaken is dropped', async (t) => {
  const { asked, answered, latest } = started(t);
  latest.about('a');
  t.mock.timers.tick(250);
  latest.about('b');
  t.mock.timers.tick(250);
  asked[1].resolve('second');
  asked[0].resolve('first');
  await settled();
  assert.deepEqual(answered.mock.calls.map((call) => call.arguments), [['second', 'b']]);
  assert.equal(asked[0].signal.aborted, true);
});

test('a failure is told for the newest question only, and an abort never', async (t) => {
  const { asked, failed, latest } = started(t);
  latest.about('a');
  t.mock.timers.tick(250);
  latest.about('b');
  t.mock.timers.tick(250);
  asked[0].reject(new Error('old'));
  asked[1].reject(new DOMException('stopped', 'AbortError'));
  await settled();
  assert.equal(failed.mock.callCount(), 0);
  latest.about('c');
  t.mock.timers.tick(250);
  asked[2].reject(new Error('server is down'));
  await settled();
  assert.deepEqual(failed.mock.calls.map(({ arguments: [error] }) => error.message), ['server is down']);
});

test('a cancelled question is neither asked nor answered', async (t) => {
  const { asked, answered, latest } = started(t);
  latest.about('a');
  latest.cancel();
  t.mock.timers.tick(1000);
  assert.equal(asked.length, 0);
  latest.about('b');
  t.mock.timers.tick(250);
  latest.cancel();
  asked[0].resolve('late');
  await settled();
  assert.equal(answered.mock.callCount(), 0);
});
