import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

import { post, Refused } from '../../frontend/static/geotarget/request.js';

const server = globalThis.fetch;
let awake;

beforeEach(() => {
  awake = setInterval(() => {}, 1000); // Node does not stay for the clock of a signal
  globalThis.document = { querySelector: () => ({ value: 'token', content: '1' }) };
});

afterEach(() => {
  clearInterval(awake);
  globalThis.fetch = server;
  delete globalThis.document;
});

/** An answer that never comes, until the signal says that nobody waits. */
function silence(_, { signal }) {
  return new Promise((_resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.aborted ? leave() : signal.addEventListener('abort', leave);
  });
}

test('a server that does not answer in time is refused with words', async () => {
  globalThis.fetch = silence;
  await assert.rejects(post('/map/count/', {}, undefined, { within: 5 }), (error) => error instanceof Refused && /not answered in time/.test(error.message) && error.status === 0);
});

test('an answer that stops in its middle is late too, and no fault of ours', async () => {
  globalThis.fetch = async (_, options) => ({ ok: true, status: 200, json: () => silence(_, options) });
  await assert.rejects(post('/map/count/', {}, new AbortController().signal, { within: 5 }), /not answered in time/);
});

test('who leaves a question is not told that it failed', async () => {
  globalThis.fetch = silence;
  const leaving = new AbortController();
  const asked = post('/map/count/', {}, leaving.signal);
  leaving.abort();
  await assert.rejects(asked, { name: 'AbortError' });
});

test('a connection that fails, a page of errors, and a refusal with its place', async () => {
  globalThis.fetch = async () => { throw new TypeError('Failed to fetch'); };
  await assert.rejects(post('/map/count/', {}), /The server does not answer/);
  globalThis.fetch = async () => new Response('<h1>Oops</h1>', { status: 500 });
  await assert.rejects(post('/map/count/', {}), /Something failed on our side/);
  globalThis.fetch = async () => Response.json({ message: 'It crosses itself', place: [1, 2] }, { status: 422 });
  await assert.rejects(post('/map/count/', {}), { message: 'It crosses itself', place: [1, 2], status: 422 });
  globalThis.fetch = async () => Response.json({ addresses: 3 });
  assert.deepEqual(await post('/map/count/', {}), { addresses: 3 });
});
