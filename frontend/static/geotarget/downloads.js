import { byId } from './dom.js';
import { filled, gettext } from './texts.js';

// A large file takes a while to be made. With this the page says so, it can be left, and a file that
// breaks off half-way is told instead of saved. Without it the links work as links do.

const MEBIBYTE = 1024 * 1024;
const KEPT_MS = 60_000;

const state = byId('download-state');
const error = byId('download-error');
let running = null;

document.querySelectorAll('a[data-download]').forEach((link) => {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    download(link);
  });
});
state.querySelector('button').addEventListener('click', () => running?.abort());

async function download(link) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  fail('');
  say(filled(gettext('Making %(name)s …'), { name: link.textContent }));
  try {
    const { blob, name } = await fetched(link.href, mine.signal, link.textContent);
    save(blob, name);
    say(filled(gettext('%(name)s is saved.'), { name }), false);
  } catch (fault) {
    if (running === mine) {
      say('');
      fail(fault.name === 'AbortError' ? '' : fault.message);
    }
  }
}

async function fetched(url, signal, what) {
  const response = await answered(fetch(url, { headers: { Accept: 'application/json, */*' }, signal }));
  if (!response.ok) {
    const answer = await response.json().catch(() => null);
    throw new Error(answer?.message ?? gettext('The file could not be made. Try again.'));
  }
  const pieces = [];
  let size = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await answered(reader.read());
    if (done) {
      break;
    }
    pieces.push(value);
    size += value.length;
    say(filled(gettext('Fetching %(name)s: %(size)s MB'), { name: what, size: (size / MEBIBYTE).toFixed(1) }));
  }
  const blob = new Blob(pieces, { type: response.headers.get('Content-Type') });
  return { blob, name: nameIn(response.headers.get('Content-Disposition')) };
}

/** A connection that breaks is told in words; being told to stop is not a fault. */
async function answered(promise) {
  try {
    return await promise;
  } catch (fault) {
    throw fault.name === 'AbortError' ? fault : new Error(gettext('The file broke off, and nothing was saved. Try again.'));
  }
}

function nameIn(disposition) {
  return /filename="([^"]+)"/.exec(disposition ?? '')?.[1] ?? 'adresseliste';
}

function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

function say(words, canCancel = words !== '') {
  state.hidden = words === '';
  state.querySelector('span').textContent = words;
  state.querySelector('button').hidden = !canCancel;
}

function fail(words) {
  error.hidden = words === '';
  error.textContent = words;
}
