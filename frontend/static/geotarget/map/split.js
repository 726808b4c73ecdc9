import { byId, element } from '../dom.js';
import { post } from '../request.js';
import { gettext } from '../texts.js';
import { latestOnly } from './latest.js';

const DELAY_MS = 400;

/** What is at the selected addresses. It is asked for only while the section is open. */
export class Split {
  #selection = null;
  #shown = null;

  constructor(url) {
    this.section = byId('split-section');
    this.list = byId('split');
    this.state = byId('split-state');
    this.asking = latestOnly((selection, signal) => post(url, { selection }, signal), {
      delay: DELAY_MS,
      answered: ({ lines }, selection) => this.#show(lines, selection),
      failed: (error) => this.#settle([], error.message),
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
    this.list.setAttribute('aria-busy', 'true');
  }

  clear() {
    this.wait();
    this.#settle([], gettext('No address is selected.'));
  }

  #ask() {
    if (!this.section.open || this.#selection === null) {
      return;
    }
    if (this.#shown === JSON.stringify(this.#selection)) {
      this.list.removeAttribute('aria-busy');
    } else {
      this.asking.about(this.#selection);
    }
  }

  #show(lines, selection) {
    this.#settle(lines, '');
    this.#shown = JSON.stringify(selection);
  }

  #settle(lines, message) {
    this.#shown = null;
    this.list.removeAttribute('aria-busy');
    this.list.replaceChildren(...lines.map(line));
    this.state.textContent = message;
    this.state.hidden = message === '';
  }
}

function line({ words, parts }) {
  const inner = parts.length > 0 ? element('ul', {}, ...parts.map((part) => element('li', {}, part))) : null;
  return element('li', {}, words, inner);
}
