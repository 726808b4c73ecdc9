import { byId, element } from '../dom.js';
import { filled, gettext } from '../texts.js';
import { Difference } from './difference.js';
import { selectionOf } from './drawing.js';
import { WhileOpen } from './while_open.js';

/** What another rule would change. The server counts by every rule for it, and tells the addresses. */
export class Comparison {
  /** `page` has the drawing, and changes it. */
  constructor(map, urls, page) {
    this.page = page;
    this.difference = new Difference(map, urls.difference, page);
    byId('rule').onchange = ({ target }) => page.change({ rule: target.value }, gettext('Rule changed'));
    this.box = byId('compare');
    this.error = byId('compare-error');
    this.asking = new WhileOpen(urls.compare, {
      section: byId('rule-section'),
      box: this.box,
      answered: ({ rules }) => this.#show(rules),
      failed: (error) => this.#settle(error.message),
      kept: () => this.#settle(''),
    });
  }

  showRule(rule) {
    byId('rule').value = rule;
    document.querySelectorAll('[data-rule]').forEach((text) => {
      text.hidden = text.dataset.rule !== rule;
    });
  }

  follow(selection) {
    this.asking.follow(selection);
  }

  wait() {
    this.asking.wait();
    this.difference.clear();
  }

  clear() {
    this.wait();
    this.box.hidden = true;
  }

  #show(rules) {
    rules.forEach((change) => this.#tell(change));
    this.#settle('');
  }

  /** What nothing comes of needs no buttons. */
  #tell(change) {
    const line = this.box.querySelector(`[data-compared="${change.rule}"]`);
    const name = byId('rule').querySelector(`[value="${change.rule}"]`).textContent;
    line.querySelector('strong').textContent = change.words;
    line.querySelector('.compared-acts')?.remove();
    if (change.more || change.fewer) {
      const show = this.#button(gettext('Show which'), name, () => this.difference.show(selectionOf(this.page.drawing), { ...change, name }, show));
      const take = this.#button(gettext('Take this rule'), name, () => this.#take(change.rule));
      line.append(element('div', { class: 'compared-acts' }, show, take));
    }
  }

  #button(words, name, onclick) {
    const label = filled(gettext('%(act)s: %(name)s'), { act: words, name });
    return element('button', { type: 'button', class: 'link-button', 'aria-label': label, onclick }, words);
  }

  #take(rule) {
    this.page.change({ rule }, gettext('Rule changed'));
    byId('rule').focus();
  }

  #settle(message) {
    this.box.hidden = false;
    this.box.removeAttribute('aria-busy');
    this.box.querySelector('.compared').hidden = message !== '';
    this.error.hidden = message === '';
    this.error.textContent = message;
  }
}
