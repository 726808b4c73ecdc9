import { byId, element } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext, ngettext } from '../texts.js';
import { withAdjustment } from './adjustments.js';
import { button } from './counts.js';
import { adjustmentsOf } from './drawing.js';
import { latestOnly } from './latest.js';

const DELAY_MS = 300;
const RULES = ['own-parcel-overlaps', 'any-parcel-overlaps'];

/**
 * By the rules of parcels: addresses on other land of the same properties, perhaps far away. One click adds such an
 * address, with its reason, or begins to take it out where the rule has taken it.
 */
export class SameProperty {
  /** `page` has the drawing, and changes it. */
  constructor(url, page) {
    this.page = page;
    this.section = byId('same-property');
    this.list = byId('same-property-list');
    this.asking = latestOnly((selection, signal) => post(url, { selection }, signal), {
      delay: DELAY_MS,
      answered: (answer) => this.#show(answer),
      failed: (error) => this.#fail(error.message),
    });
  }

  /** A selection that has been counted. */
  follow(selection) {
    if (selection.include !== null && RULES.includes(selection.rule)) {
      this.asking.about(selection);
    } else {
      this.clear();
    }
  }

  wait() {
    this.asking.cancel();
  }

  clear() {
    this.asking.cancel();
    this.#fill([], '');
  }

  #show({ addresses, is_included, more }) {
    const rest = more > 0 ? filled(ngettext('and %(count)s more', 'and %(count)s more', more), { count: more }) : '';
    this.#fill(addresses.map((address) => this.#row(address, is_included)), rest);
  }

  #fail(message) {
    this.#fill([], message);
  }

  /** Whoever has pressed a button there stays in the list while it has one. */
  #fill(rows, words) {
    const held = this.list.contains(document.activeElement);
    this.list.replaceChildren(...rows);
    this.section.hidden = rows.length === 0 && words === '';
    byId('same-property-rest').textContent = words;
    if (held) {
      (this.list.querySelector('button') ?? byId(this.section.hidden ? 'counts' : 'same-property-title')).focus();
    }
  }

  #row(address, isIncluded) {
    const where = element('button', { type: 'button', class: 'link-button', onclick: () => this.page.showPoint(address.point) }, address.words);
    const text = element('div', { class: 'hit-text' }, where, element('small', {}, address.property));
    return element('li', { class: 'hit' }, text, isIncluded ? this.#takeOut(address) : this.#add(address));
  }

  #add({ source_id, label }) {
    const add = () => {
      const adjustments = withAdjustment(adjustmentsOf(this.page.drawing), { source_id, label, act: 'add', reason: 'same_property' });
      this.page.change({ adjustments }, filled(gettext('%(name)s added'), { name: label }));
    };
    return button(gettext('Include'), add, { 'aria-label': filled(gettext('Include %(name)s'), { name: label }) });
  }

  #takeOut(address) {
    const { words, run } = this.page.adjusting.actOf({ ...address, is_included: true });
    return button(words, run, { 'aria-label': filled(gettext('%(act)s: %(name)s'), { act: words, name: address.label }) });
  }
}
