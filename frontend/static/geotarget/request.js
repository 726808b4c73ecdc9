import { gettext } from './texts.js';

/** An answer that says no. `message` is for the reader; `place` is [longitude, latitude] or null. */
export class Refused extends Error {
  constructor(message, { place = null, status = 0, signedOut = false } = {}) {
    super(message);
    this.place = place;
    this.status = status;
    this.signedOut = signedOut;
  }
}

/** The server ends a count after ten seconds (geotarget/targeting/timed.py): later than this nothing comes. */
const PATIENCE_MS = 30_000;
/** For what writes much or reads a file: the server goes on with it whoever waits. */
export const LONG_PATIENCE_MS = 180_000;

/**
 * Post JSON and get JSON. Throws `Refused`, also where the whole answer is not there `within` milliseconds,
 * or AbortError when `signal` says so.
 */
export async function post(url, body, signal, { within = PATIENCE_MS } = {}) {
  return answered(send(url, JSON.stringify(body), 'application/json', limited(signal, within)));
}

/** Post a file as it is and get JSON. Throws as `post` does. */
export async function postFile(url, file, signal) {
  return answered(send(url, file, 'application/octet-stream', limited(signal, LONG_PATIENCE_MS)));
}

function limited(signal, within) {
  const limit = AbortSignal.timeout(within);
  return signal ? AbortSignal.any([signal, limit]) : limit;
}

async function answered(sent) {
  try {
    return await answerOf(await sent);
  } catch (error) {
    if (error instanceof Refused || error.name === 'AbortError') {
      throw error;
    }
    const isLate = error.name === 'TimeoutError';
    throw new Refused(isLate ? gettext('The server has not answered in time. What you have drawn is kept; try again.') : gettext('The server does not answer. What you have drawn is kept; try again.'));
  }
}

async function answerOf(response) {
  const answer = await response.json().catch(nullUnlessAborted);
  if (response.ok && answer !== null) {
    return answer;
  }
  throw new Refused(answer?.message ?? failure(response.status), {
    place: answer?.place ?? null,
    status: response.status,
    signedOut: Boolean(answer?.signed_out),
  });
}

/** What is no JSON is told by its status; an answer that was broken off in the middle is none. */
function nullUnlessAborted(error) {
  if (['AbortError', 'TimeoutError'].includes(error.name)) {
    throw error;
  }
  return null;
}

function send(url, body, type, signal) {
  return fetch(url, {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      'Content-Type': type,
      'X-CSRFToken': document.querySelector('[name=csrfmiddlewaretoken]').value,
      // Another tab may have gone on for another organisation; this page has not.
      'X-Organisation': document.querySelector('meta[name=organisation]')?.content ?? '',
    },
    body,
    signal,
  });
}

function failure(status) {
  return status === 403
    ? gettext('The page is too old. Reload it; what you have drawn is kept.')
    : gettext('Something failed on our side. What you have drawn is kept; try again.');
}
