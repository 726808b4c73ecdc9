import { byId, element } from '../dom.js';
import { filled, gettext } from '../texts.js';
import { button } from './counts.js';
import { numbersForm, radiusForm } from './pick_forms.js';
import { toldApart } from './told_apart.js';

const SHOWN_AT_ONCE = 100;

/**
 * What was picked by name, each with a button that takes it out again. A street has a form for its
 * house numbers, an address one for a circle around it. `act`: dropStreet, dropDistrict, dropAddress,
 * dropAll; useNumbers(street, key) and useRadius(address, metres) give a promise.
 */
export class Picks {
  #shown = '';
  #open = null;
  #note = null;

  constructor(act) {
    this.act = act;
    this.list = byId('picks');
    byId('drop-picks').onclick = () => act.dropAll();
  }

  show({ streets, districts, addresses }) {
    const shown = JSON.stringify([streets, districts, addresses]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#build(streets, districts, addresses);
    }
  }

  /** Open the form of a pick when it is shown next, perhaps with something to say of it. */
  open(key, note = '') {
    this.#open = key;
    this.#note = note;
  }

  #build(streets, districts, addresses) {
    const held = document.activeElement?.closest?.('#picks [data-does]');
    const place = held && { at: [...this.list.children].indexOf(held.closest('li')), does: held.dataset.does };
    const named = [...streets, ...districts];
    const names = toldApart(named.map(({ name, municipality }) => ({ name, facts: [municipality] })));
    const wholes = new Map(streets.map((street) => [street.key, street]));
    const rows = [
      ...streets.map((street, at) => this.#street(street, names[at], wholes.get(street.key.split(' ')[0]))),
      ...districts.map((district, at) => row(district, names[streets.length + at], () => this.act.dropDistrict(district.key))),
      ...addresses.map((address) => this.#address(address)),
    ];
    this.list.replaceChildren(...rows.slice(0, SHOWN_AT_ONCE));
    this.#more(rows.slice(SHOWN_AT_ONCE));
    byId('picks-section').hidden = rows.length === 0;
    if (place) {
      this.#focus(place, rows.length);
    }
  }

  #focus({ at, does }, count) {
    const near = this.list.children[Math.min(at, count - 1)];
    (near?.querySelector(`[data-does=${does}]`) ?? near?.querySelector('button') ?? byId('search')).focus();
  }

  #more(rows) {
    if (rows.length > 0) {
      const more = element('li', {}, button(filled(gettext('Show %(count)s more'), { count: rows.length }), () => more.replaceWith(...rows)));
      this.list.append(more);
    }
  }

  /** `whole` is the street itself where all of it is picked. */
  #street(street, name, whole) {
    const line = row(street, name, () => this.act.dropStreet(street.key));
    if (whole && whole !== street) {
      const words = gettext('All of %(name)s is picked as well. Take it out if only these numbers are meant.');
      line.firstChild.append(element('span', { class: 'missing' }, filled(words, whole)));
    }
    return this.#withForm(line, { ...street, name }, gettext('House numbers'), () => numbersForm(street, (key) => this.act.useNumbers(street, key)));
  }

  #address({ source_id, label }) {
    const address = { key: source_id, name: label };
    const line = row(address, label, () => this.act.dropAddress(source_id));
    return this.#withForm(line, address, gettext('Everything within …'), () => radiusForm(address, (metres) => this.act.useRadius(address, metres)));
  }

  #withForm(line, { key, name }, words, make) {
    const label = filled(gettext('%(act)s: %(name)s'), { act: words, name });
    const toggle = element('button', { type: 'button', class: 'link-button', 'aria-expanded': 'false', 'aria-label': label, 'data-does': 'form' }, words);
    let form = null;
    const set = (isOpen) => {
      form?.remove();
      form = isOpen ? make() : null;
      line.append(...(form ? [form] : []));
      toggle.setAttribute('aria-expanded', String(isOpen));
      this.#open = isOpen ? key : null;
    };
    toggle.addEventListener('click', () => set(form === null));
    line.insertBefore(toggle, line.lastChild);
    if (this.#open === key) {
      set(true);
      form.append(element('p', { class: 'missing', role: 'status' }, this.#note ?? ''));
    }
    return line;
  }
}

/** `told` is what tells it from another of its name. */
function row({ name, municipality }, told, drop) {
  const label = filled(gettext('Take out %(name)s'), { name: told });
  const out = element('button', { type: 'button', class: 'drop', 'data-does': 'drop', 'aria-label': label, onclick: drop }, '×');
  return element('li', { class: 'pick' }, element('span', {}, name, municipality ? element('small', {}, ` ${municipality}`) : null), out);
}
