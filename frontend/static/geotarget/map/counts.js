import { byId, element } from '../dom.js';
import { gettext } from '../texts.js';
import { signInLink } from './sign_in_link.js';

const SLOW_MS = 2500;

/** The numbers in the panel: what is selected, what is left out, and what went wrong. */
export class Counts {
  constructor({ retry, showPlace }) {
    this.box = byId('counts');
    this.error = byId('count-error');
    this.late = byId('count-late');
    /** Where the map takes all of a small window while something is drawn, the number stands at its lower edge. */
    this.strip = byId('count-drawing');
    this.retry = retry;
    this.showPlace = showPlace;
  }

  waiting() {
    this.box.setAttribute('aria-busy', 'true');
    this.slow ??= setTimeout(() => this.#tellLate(), SLOW_MS);
  }

  /** Nothing is waited for any more. */
  settle() {
    this.box.removeAttribute('aria-busy');
    clearTimeout(this.slow);
    this.slow = null;
    this.#keepFocus(this.late);
    this.late.replaceChildren();
  }

  /** Nothing is selected, or only what would be taken away from something. */
  empty(isOnlyTakenAway, lead) {
    this.#told();
    const [words, more] = isOnlyTakenAway ? nothingToTakeFrom() : nothing();
    byId('count-addresses').textContent = words;
    byId('count-units').textContent = more;
    byId('count-area').textContent = '';
    byId('left-out').hidden = true;
    byId('count-filters').hidden = true;
    byId('count-adjusted').hidden = true;
    this.strip.textContent = words;
    byId('announcement').textContent = lead && [lead, words].join(', ');
  }

  show({ words }) {
    this.#told();
    this.strip.textContent = [words.addresses, words.units].join(' · ');
    byId('count-addresses').textContent = words.addresses;
    byId('count-units').textContent = words.units;
    byId('count-area').textContent = words.area;
    byId('count-filters').textContent = words.filters;
    byId('count-filters').hidden = words.filters === '';
    byId('count-adjusted').textContent = words.adjusted.join(' · ');
    byId('count-adjusted').hidden = words.adjusted.length === 0;
    const leftOut = [...words.outside, words.taken_out].filter(Boolean);
    byId('left-out').hidden = leftOut.length === 0;
    byId('left-out-list').replaceChildren(...leftOut.map((line) => element('li', {}, line)));
  }

  fail(error) {
    this.settle();
    this.error.hidden = false;
    this.error.replaceChildren(element('p', {}, error.message, ' ', numberBefore()), ...this.#actions(error));
    this.strip.textContent = error.message;
  }

  #tellLate() {
    const words = [gettext('Still counting.'), numberBefore()].join(' ');
    this.late.replaceChildren(element('p', {}, words), button(gettext('Try again'), this.retry));
    this.strip.textContent = gettext('Still counting.');
  }

  /** Say to screen readers what a finished change has led to. */
  announce({ words }, lead) {
    const parts = [words.area, words.addresses, words.units, words.taken_out, ...words.adjusted, words.filters, words.per_unit];
    byId('announcement').textContent = [lead, ...parts].filter(Boolean).join(', ');
  }

  #told() {
    this.settle();
    this.#keepFocus(this.error);
    this.error.hidden = true;
  }

  /** Whoever has pressed "try again" there is not thrown to the top of the page. */
  #keepFocus(leaving) {
    if (leaving.contains(document.activeElement)) {
      this.box.focus({ preventScroll: true });
    }
  }

  #actions(error) {
    if (error.signedOut) {
      return [signInLink()];
    }
    if (error.place) {
      return [button(gettext('Show the place'), () => this.showPlace(error.place))];
    }
    return error.status === 422 ? [] : [button(gettext('Try again'), this.retry)];
  }
}

function numberBefore() {
  return gettext('The number shown is the one before.');
}

function nothing() {
  return [gettext('Nothing is selected yet'), gettext('Draw an area, search for a street, or paste an area.')];
}

function nothingToTakeFrom() {
  return [
    gettext('There is no area to take this away from'),
    gettext('Choose “Include an area” and draw the area it is taken away from.'),
  ];
}

export function button(text, onclick, attributes = {}) {
  return element('button', { type: 'button', class: 'ds-button', 'data-variant': 'secondary', 'data-size': 'sm', onclick, ...attributes }, text);
}

