import { byId, element } from '../dom.js';
import { gettext } from '../texts.js';
import { WhileOpen } from './while_open.js';

/** What is at the selected addresses. */
export class Split {
  constructor(url) {
    this.list = byId('split');
    this.state = byId('split-state');
    this.asking = new WhileOpen(url, {
      section: byId('split-section'),
      box: this.list,
      answered: ({ lines }) => this.#settle(lines, ''),
      failed: (error) => this.#settle([], error.message),
      kept: () => this.list.removeAttribute('aria-busy'),
    });
  }

  follow(selection) {
    this.asking.follow(selection);
  }

  wait() {
    this.asking.wait();
  }

  clear() {
    this.asking.forget();
    this.#settle([], gettext('No address is selected.'));
  }

  #settle(lines, message) {
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
