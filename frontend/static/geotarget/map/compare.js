import { byId } from '../dom.js';
import { post } from '../request.js';
import { latestOnly } from './latest.js';

const DELAY_MS = 400;

/**
 * What another rule would change. The server counts by every rule for it, so it is asked only while
 * the section is open, and not again for the selection that is shown.
 */
export class Comparison {
  #selection = null;
  #shown = null;

  constructor(url) {
    this.section = byId('rule-section');
    this.box = byId('compare');
    this.error = byId('compare-error');
    this.asking = latestOnly((selection, signal) => post(url, { selection }, signal), {
      delay: DELAY_MS,
      answered: ({ rules }, selection) => this.#show(rules, selection),
      failed: (error) => this.#fail(error),
    });
    this.section.addEventListener('toggle', () => this.#ask());
  }

  /** A selection that has been counted. */
  follow(selection) {
    this.#selection = selection;
    this.#ask();
  }

  /** The selection is changing: what is shown, or still comes, is not about it. */
  wait() {
    this.#selection = null;
    this.asking.cancel();
    this.box.setAttribute('aria-busy', 'true');
  }

  clear() {
    this.wait();
    this.box.hidden = true;
  }

  #ask() {
    if (!this.section.open || this.#selection === null) {
      return;
    }
    if (this.#shown === JSON.stringify(this.#selection)) {
      this.#settle('');
    } else {
      this.asking.about(this.#selection);
    }
  }

  #show(rules, selection) {
    this.#shown = JSON.stringify(selection);
    for (const { rule, words } of rules) {
      this.box.querySelector(`[data-compared="${rule}"] strong`).textContent = words;
    }
    this.#settle('');
  }

  #fail(error) {
    this.#settle(error.message);
  }

  #settle(message) {
    this.box.hidden = false;
    this.box.removeAttribute('aria-busy');
    this.box.querySelector('.compared').hidden = message !== '';
    this.error.hidden = message === '';
    this.error.textContent = message;
  }
}
