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

/** Post JSON and get JSON. Throws `Refused`, or AbortError when `signal` says so. */
export async function post(url, body, signal) {
  return answerOf(await send(url, JSON.stringify(body), 'application/json', signal));
}

/** Post a file as it is and get JSON. Throws as `post` does. */
export async function postFile(url, file, signal) {
  return answerOf(await send(url, file, 'application/octet-stream', signal));
}

async function answerOf(response) {
  const answer = await response.json().catch(() => null);
  if (response.ok && answer !== null) {
    return answer;
  }
  throw new Refused(answer?.message ?? failure(response.status), {
    place: answer?.place ?? null,
    status: response.status,
    signedOut: Boolean(answer?.signed_out),
  });
}

async function send(url, body, type, signal) {
  try {
    return await fetch(url, {
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
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new Refused(gettext('The server does not answer. What you have drawn is kept; try again.'));
  }
}

function failure(status) {
  return status === 403
    ? gettext('The page is too old. Reload it; what you have drawn is kept.')
    : gettext('Something failed on our side. What you have drawn is kept; try again.');
}
