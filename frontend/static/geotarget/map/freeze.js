import { byId } from '../dom.js';
import { LONG_PATIENCE_MS, post } from '../request.js';
import { gettext } from '../texts.js';
import { signInLink } from './sign_in_link.js';

const SLOW_MS = 2000;

/** The form that freezes the selection as an address list. */
export class FreezeForm {
  #suggested = '';

  constructor(url, { selection, frozen }) {
    this.form = byId('freeze-form');
    this.name = byId('freeze-name');
    this.error = byId('freeze-error');
    this.button = byId('freeze-button');
    this.note = byId('freeze-note');
    this.url = url;
    this.selection = selection;
    this.frozen = frozen;
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#freeze();
    });
  }

  /** A name for the list, unless the person has written an own one. */
  suggest(name) {
    if (this.name.value === '' || this.name.value === this.#suggested) {
      this.name.value = name;
      this.#suggested = name;
    }
  }

  /** Nothing can be frozen while nothing is selected; `why` says what to do where something is, without an address. */
  allow(isAllowed, why = '') {
    clearTimeout(this.slow);
    this.button.toggleAttribute('disabled', !isAllowed);
    this.note.textContent = why;
  }

  /** Nobody freezes another number than the one on the screen: until the new one is there, nothing. */
  wait() {
    this.allow(false);
    this.slow = setTimeout(() => {
      this.note.textContent = gettext('The list can be frozen when the new number is there.');
    }, SLOW_MS);
  }

  async #freeze() {
    this.#fail('');
    this.button.setAttribute('aria-busy', 'true');
    this.button.toggleAttribute('disabled', true);
    try {
      const answer = await post(this.url, { name: this.name.value, selection: this.selection() }, undefined, { within: LONG_PATIENCE_MS });
      this.frozen(answer.url);
    } catch (error) {
      this.#fail(error.message, error.signedOut ? [' ', signInLink()] : []);
      this.button.removeAttribute('aria-busy');
      this.button.toggleAttribute('disabled', false);
    }
  }

  #fail(message, actions = []) {
    this.error.replaceChildren(message, ...actions);
    this.error.hidden = message === '';
    this.name.setAttribute('aria-invalid', String(message !== ''));
  }
}

/** Why what is selected cannot be frozen, and what to do next. */
export function withoutAddress({ neighbours }) {
  return neighbours
    ? gettext('None of these properties has an address, so there is no list to freeze. Take more neighbours, or keep the choice under “Saved areas”.')
    : gettext('There is no address here, so there is no list to freeze. Make the area larger, or choose another rule or filter.');
}
