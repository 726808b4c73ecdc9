import { byId, element } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext, ngettext } from '../texts.js';
import { button } from './counts.js';
import { latestOnly } from './latest.js';

const MIN_LETTERS = 2;

/** The search box: shows streets, addresses and number ranges; a hit moves the map or is picked. */
export class Search {
  constructor(url, { showBox, showPoint, pickStreet, pickAddresses }) {
    this.input = byId('search');
    this.results = byId('search-results');
    this.state = byId('search-state');
    this.act = { showBox, showPoint, pickStreet, pickAddresses };
    this.asking = latestOnly((query, signal) => post(url, { query }, signal), {
      delay: 200,
      answered: (answer) => this.#show(answer),
      failed: (error) => this.#say(error.message),
    });
    this.input.addEventListener('input', () => this.#changed());
    this.input.addEventListener('keydown', (event) => event.key === 'Escape' && this.close());
    this.input.form.addEventListener('submit', (event) => event.preventDefault());
  }

  close() {
    this.input.value = '';
    this.#changed();
  }

  #changed() {
    if (this.input.value.trim().length < MIN_LETTERS) {
      this.asking.cancel();
      this.results.replaceChildren();
      this.#say('');
      return;
    }
    this.asking.about(this.input.value);
  }

  #say(text) {
    this.state.textContent = text;
  }

  #show({ streets, more_streets, addresses, more_addresses, numbers, note }) {
    this.results.replaceChildren(
      ...numbers.map((found) => this.#numbers(found)),
      ...streets.map((street) => this.#street(street)),
      ...addresses.map((address) => this.#address(address)),
    );
    const count = this.results.childElementCount;
    const more = more_streets + more_addresses;
    const words = [filled(ngettext('%(count)s hit', '%(count)s hits', count), { count })];
    if (more > 0) {
      words.push(filled(gettext('%(count)s more: write more of the name'), { count: more }));
    }
    const said = count > 0 ? words.join(', ') : note ? '' : gettext('No street or address has that name.');
    this.#say(`${note} ${said}`.trim());
  }

  #street(street) {
    return this.#hit(street, street.municipality, {
      show: () => this.act.showBox(street.box),
      pick: () => this.act.pickStreet(street),
    });
  }

  #address(address) {
    const hit = { ...address, name: address.label };
    return this.#hit(hit, address.place, {
      show: () => this.act.showPoint(address.point),
      pick: () => this.act.pickAddresses([{ source_id: address.source_id, label: address.label }]),
    });
  }

  #numbers(found) {
    const hit = { ...found.street, name: rangeName(found), words: found.words };
    const addresses = Object.entries(found.addresses).map(([source_id, label]) => ({ source_id, label }));
    const line = this.#hit(hit, found.street.municipality, {
      show: () => this.act.showBox(found.street.box),
      pick: () => this.act.pickAddresses(addresses),
    });
    const missing = missingNumbers(found);
    line.append(...(missing ? [element('p', { class: 'missing' }, missing)] : []));
    return line;
  }

  #hit(hit, place, { show, pick }) {
    const name = element('button', { type: 'button', class: 'link-button', onclick: show }, hit.name);
    const outside = hit.in_territory ? null : element('span', { class: 'ds-tag', 'data-color': 'danger' }, gettext('outside your territory'));
    const facts = element('small', {}, [place, hit.words].filter(Boolean).join(' · '));
    const label = filled(gettext('Include %(name)s'), { name: hit.name });
    const text = element('div', { class: 'hit-text' }, name, outside, facts);
    return element('li', { class: 'hit' }, text, button(gettext('Include'), pick, { 'aria-label': label }));
  }
}

/** As "Storgata 12–40, even numbers". */
export function rangeName({ street, first, last, side }) {
  const sides = { all: '', even: gettext('even numbers'), odd: gettext('odd numbers') };
  return [`${street.name} ${first}–${last}`, sides[side]].filter(Boolean).join(', ');
}

/** As "No. 22 does not exist"; empty where all do. */
export function missingNumbers({ missing, more_missing }) {
  if (missing.length === 0) {
    return '';
  }
  const text = ngettext('No. %(numbers)s does not exist', 'No. %(numbers)s do not exist', missing.length);
  const line = filled(text, { numbers: missing.join(', ') });
  return more_missing > 0 ? `${line} ${filled(gettext('(and %(count)s more)'), { count: more_missing })}` : line;
}
