import { byId, element } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext } from '../texts.js';
import { button } from './counts.js';

/**
 * A list of addresses or properties, pasted: what can be read is picked at once, every other line stays
 * in a list with what is wrong and what may be meant. The text stays as it was.
 */
export class PastedList {
  #faults = [];

  constructor(url, { pick }) {
    this.url = url;
    this.pick = pick;
    this.text = byId('pasted-text');
    this.error = byId('pasted-error');
    this.state = byId('pasted-state');
    byId('pasted-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#take();
    });
    byId('pasted-copy').onclick = () => this.#copy();
  }

  async #take() {
    this.#fail('');
    byId('pasted-button').setAttribute('aria-busy', 'true');
    try {
      const { words, found, notes, faults } = await post(this.url, { text: this.text.value });
      this.#pick(found, words);
      this.#say([words, ...notes].join(' '));
      this.#show(faults);
    } catch (error) {
      this.#fail(error.message);
    } finally {
      byId('pasted-button').removeAttribute('aria-busy');
    }
  }

  #pick(found, lead) {
    if (Object.values(found).some((picks) => picks.length > 0)) {
      this.pick(found, lead);
    }
  }

  #show(faults) {
    this.#faults = faults;
    byId('pasted-faults').hidden = faults.length === 0;
    byId('pasted-list').replaceChildren(...faults.map((fault) => this.#fault(fault)));
  }

  #fault(fault) {
    const title = filled(gettext('Line %(line)s: %(text)s'), fault);
    const proposals = fault.proposals.map((hit) => this.#proposal(hit, fault));
    return element('li', { class: 'fault', 'data-line': fault.line }, element('strong', {}, title), element('p', {}, fault.message),
      proposals.length > 0 ? element('div', { class: 'button-row' }, ...proposals) : null);
  }

  #proposal(hit, fault) {
    const name = [hit.name, hit.place].filter(Boolean).join(', ');
    const label = filled(gettext('Line %(line)s: use %(name)s'), { line: fault.line, name });
    return button(filled(gettext('Use %(name)s'), { name }), () => this.#accept(hit, fault, name), { 'aria-label': label });
  }

  #accept(hit, fault, name) {
    const at = this.#faults.indexOf(fault);
    this.#show(this.#faults.toSpliced(at, 1));
    const words = filled(gettext('Line %(line)s is taken as %(name)s.'), { line: fault.line, name });
    this.#pick(hit, words);
    this.#say(words);
    const near = byId('pasted-list').children[Math.min(at, this.#faults.length - 1)];
    (near?.querySelector('button') ?? (near ? byId('pasted-title') : this.text)).focus();
  }

  async #copy() {
    const lines = this.#faults.map(({ line, text, message }) => [line, text, message].join('\t')).join('\n');
    try {
      await navigator.clipboard.writeText(lines);
      this.#say(gettext('The lines are copied, each with its number and what is wrong.'));
    } catch {
      this.#say(gettext('The browser does not let us copy. Mark the lines and copy them yourself.'));
    }
  }

  #say(words) {
    this.state.textContent = words;
  }

  #fail(message) {
    this.error.textContent = message;
    this.error.hidden = message === '';
    this.text.setAttribute('aria-invalid', String(message !== ''));
  }
}
