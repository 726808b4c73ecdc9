import { byId, element } from '../dom.js';
import { filled, gettext } from '../texts.js';
import { AdjustDialog } from './adjust_dialog.js';
import { withAdjustment, withoutAdjustment, withStates } from './adjustments.js';
import { listAddressesOnClick } from './at_place.js';
import { adjustmentsOf, isEmpty, selectionOf } from './drawing.js';
import { Signs } from './signs.js';

/** Adds single addresses and takes them out: from the map, the list and the search; lists and marks them. */
export class Adjusting {
  #answers = [];

  /** `page` has the drawing, and changes it. */
  constructor(map, urls, page) {
    this.page = page;
    this.signs = new Signs(map, 'adjusted');
    this.section = byId('adjusted-section');
    this.list = byId('adjusted');
    this.reasons = reasonNames();
    this.dialog = new AdjustDialog(urls.note, (adjustment) => this.#keep(adjustment));
    listAddressesOnClick(map, urls.at, {
      isBusy: () => page.tools.isBusy,
      selection: () => (isEmpty(page.drawing) ? null : selectionOf(page.drawing)),
      actOf: (address) => this.actOf(address),
      parcelsAt: (latlng, done) => page.neighbours.parcelsAt(latlng, done),
    });
    byId('drop-adjusted').onclick = () => page.change({ adjustments: [] }, gettext('Taken back'));
  }

  /**
   * What a person can do with an address: {words, run}. What was picked by itself is picked and let go
   * without a reason, and so is the first of all; anything else departs from the area or the street.
   */
  actOf(address) {
    const { drawing } = this.page;
    if (this.#of(address)) {
      return { words: gettext('Take back'), run: () => this.#drop(address) };
    }
    if (drawing.addresses.some(({ source_id }) => source_id === address.source_id)) {
      return { words: gettext('Take out'), run: () => this.page.picking.dropAddress(address.source_id) };
    }
    if (address.is_included) {
      return { words: gettext('Take out …'), run: () => this.dialog.ask(address, 'take_out') };
    }
    return hasArea(drawing)
      ? { words: gettext('Add …'), run: () => this.dialog.ask(address, 'add') }
      : { words: gettext('Include'), run: () => this.page.picking.addresses([address]) };
  }

  /** What adds a single address that the search has found; null where it can only be picked. */
  adding() {
    return hasArea(this.page.drawing) ? (address) => this.dialog.ask(address, 'add') : null;
  }

  /** The drawing has changed; what has become of each comes later. */
  show() {
    const adjustments = adjustmentsOf(this.page.drawing);
    const rows = withStates(adjustments, this.#answers);
    this.section.hidden = rows.length === 0;
    this.list.replaceChildren(...rows.map((row) => this.#row(row)));
    this.signs.show(rows.filter(({ point }) => point !== null).map(({ act, state, point }) => ({ kind: act, words: state, point })));
  }

  /** What the server has said of each. */
  settle(answers) {
    this.#answers = answers;
    this.show();
  }

  #of({ source_id }) {
    return adjustmentsOf(this.page.drawing).find((each) => each.source_id === source_id);
  }

  #row(adjustment) {
    const { source_id, label, act, reason, note, state, point } = adjustment;
    const name = point === null
      ? element('span', {}, label)
      : element('button', { type: 'button', class: 'link-button', onclick: () => this.page.showPoint(point) }, label);
    const why = note || this.reasons.get(`${act} ${reason}`);
    const words = element('small', {}, `${state ?? notSelected(act)}: ${why}`);
    const back = filled(gettext('Take back: %(name)s'), { name: label });
    const drop = element('button', { type: 'button', class: 'link-button', 'aria-label': back, onclick: () => this.#drop({ source_id }) }, gettext('Take back'));
    return element('li', { class: `adjusted-${act}` }, element('div', { class: 'hit-text' }, name, words), drop);
  }

  #keep(adjustment) {
    const lead = adjustment.act === 'add' ? gettext('%(name)s added') : gettext('%(name)s taken out');
    this.page.change({ adjustments: withAdjustment(adjustmentsOf(this.page.drawing), adjustment) }, filled(lead, { name: adjustment.label }));
  }

  #drop({ source_id }) {
    const hadFocus = this.list.contains(document.activeElement);
    this.page.change({ adjustments: withoutAdjustment(adjustmentsOf(this.page.drawing), source_id) }, gettext('Taken back'));
    if (hadFocus) {
      (this.list.querySelector('li button:last-child') ?? byId('search')).focus();
    }
  }
}

/** While nothing but single addresses is selected, there is nothing to depart from. */
function hasArea({ shapes, streets, districts, neighbours }) {
  return streets.length > 0 || districts.length > 0 || Boolean(neighbours) || shapes.some(({ mode }) => mode === 'include');
}

function notSelected(act) {
  return act === 'add' ? gettext('Added') : gettext('Taken out, but not in the selection any more');
}

/** The words of the reasons stand in the dialog, in the reader's language. */
function reasonNames() {
  const inputs = [...document.querySelectorAll('#adjust-dialog [data-act] input')];
  return new Map(inputs.map((input) => [`${input.closest('[data-act]').dataset.act} ${input.value}`, input.parentElement.textContent.trim()]));
}
