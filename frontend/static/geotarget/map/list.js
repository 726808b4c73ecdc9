import { byId, element } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext, ngettext } from '../texts.js';
import { button } from './counts.js';

const SHOWN_AT_ONCE = 200;

/** The list beside the map: every street of the selection; its addresses come when it is opened. */
export class SelectedList {
  constructor(url, { selection, locate, actOf }) {
    this.url = url;
    this.selection = selection;
    this.locate = locate;
    this.actOf = actOf;
    this.box = byId('selected-list');
    this.state = byId('selected-state');
  }

  clear() {
    this.box.replaceChildren();
    this.state.textContent = gettext('No address is selected.');
  }

  show(groups) {
    const held = this.box.contains(document.activeElement) ? document.activeElement.closest('details')?.dataset.key : null;
    const open = new Set([...this.box.querySelectorAll('details[open]')].map((node) => node.dataset.key));
    this.box.replaceChildren();
    addSome(this.box, groups, (group) => this.#group(group, open));
    if (held) {
      const all = [...this.box.querySelectorAll('details')];
      (all.find((details) => details.dataset.key === held) ?? all[0])?.querySelector('summary').focus();
    }
    const text = ngettext('%(count)s street or group', '%(count)s streets and groups', groups.length);
    this.state.textContent = groups.length > 0 ? filled(text, { count: groups.length }) : gettext('No address is selected.');
  }

  fail(error) {
    this.state.textContent = error.message;
  }

  #group(group, open) {
    const key = `${group.municipality_number}-${group.street_code}-${group.left_out}`;
    const tag = group.left_out ? element('span', { class: 'ds-tag', 'data-color': 'danger' }, gettext('left out')) : null;
    const title = element('span', { class: 'group-name' }, group.name, ' ', element('small', {}, group.municipality));
    const summary = element('summary', {}, title, tag, element('span', { class: 'group-words' }, group.words));
    const rows = element('ul', { class: 'addresses' });
    const details = element('details', { class: 'group', 'data-key': key }, summary, rows);
    details.addEventListener('toggle', () => details.open && rows.childElementCount === 0 && this.#load(group, rows));
    details.open = open.has(key);
    return element('li', {}, details);
  }

  async #load(group, rows) {
    rows.replaceChildren(element('li', {}, gettext('Fetching the addresses …')));
    try {
      const { left_out, municipality_number, street_code } = group;
      const answer = await post(this.url, { selection: this.selection(), left_out, municipality_number, street_code });
      rows.replaceChildren();
      addSome(rows, answer.addresses, (address) => this.#address(address));
    } catch (error) {
      rows.replaceChildren(element('li', {}, error.message));
    }
  }

  #act(address) {
    const { words, run } = this.actOf(address);
    const label = filled(gettext('%(act)s: %(name)s'), { act: words, name: address.label });
    return element('button', { type: 'button', class: 'link-button address-act', 'aria-label': label, onclick: run }, words);
  }

  #address(address) {
    const where = element('button', { type: 'button', class: 'link-button', onclick: () => this.locate(address.point) }, address.label);
    const facts = [address.place, address.units, address.reason].filter(Boolean).join(' · ');
    const act = address.is_outside ? null : this.#act(address);
    return element('li', {}, element('div', { class: 'title-row' }, where, act), element('small', {}, facts));
  }
}

/** Rows of the first items, and a button for more: thousands at once would make the page stand still. */
function addSome(box, items, rowOf) {
  const rows = items.slice(0, SHOWN_AT_ONCE).map(rowOf);
  box.append(...rows);
  const rest = items.slice(SHOWN_AT_ONCE);
  if (rest.length > 0) {
    const text = filled(gettext('Show %(count)s more'), { count: Math.min(rest.length, SHOWN_AT_ONCE) });
    const more = element('li', {}, button(text, () => {
      const [next] = addSome(box, rest, rowOf);
      more.remove();
      next.querySelector('summary, button').focus();
    }));
    box.append(more);
  }
  return rows;
}
