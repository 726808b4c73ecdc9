import { byId } from '../dom.js';
import { WhileOpen } from './while_open.js';

/** What another rule would change. The server counts by every rule for it. */
export class Comparison {
  constructor(url) {
    this.box = byId('compare');
    this.error = byId('compare-error');
    this.asking = new WhileOpen(url, {
      section: byId('rule-section'),
      box: this.box,
      answered: ({ rules }) => this.#show(rules),
      failed: (error) => this.#settle(error.message),
      kept: () => this.#settle(''),
    });
  }

  follow(selection) {
    this.asking.follow(selection);
  }

  wait() {
    this.asking.wait();
  }

  clear() {
    this.asking.wait();
    this.box.hidden = true;
  }

  #show(rules) {
    for (const { rule, words } of rules) {
      this.box.querySelector(`[data-compared="${rule}"] strong`).textContent = words;
    }
    this.#settle('');
  }

  #settle(message) {
    this.box.hidden = false;
    this.box.removeAttribute('aria-busy');
    this.box.querySelector('.compared').hidden = message !== '';
    this.error.hidden = message === '';
    this.error.textContent = message;
  }
}
