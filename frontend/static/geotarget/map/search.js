import { byId, element } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext, ngettext } from '../texts.js';
import { button } from './counts.js';
import { latestOnly } from './latest.js';

const MIN_LETTERS = 2;

/**
 * The search box: streets, house numbers, addresses, districts and saved areas. A hit moves the map, or
 * is picked (`picking` is picking.js).
 */
export class Search {
  /** `adding()` gives what adds a single address with a reason; null where it can only be picked. */
  constructor(url, picking, { showBox, showPoint, adding }) {
    this.input = byId('search');
    this.results = byId('search-results');
    this.state = byId('search-state');
    this.picking = picking;
    this.act = { showBox, showPoint, adding };
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

  #show({ streets, addresses, numbers, districts, areas, more, within_m, note, not_loaded }) {
    this.results.replaceChildren(
      ...numbers.map((found) => this.#street(found)),
      ...streets.map((street) => this.#street(street)),
      ...districts.map((district) => this.#district(district)),
      ...areas.map((area) => this.#area(area)),
      ...addresses.map((address) => this.#address(address, within_m)),
    );
    const count = this.results.childElementCount;
    const words = [filled(ngettext('%(count)s hit', '%(count)s hits', count), { count })];
    if (more > 0) {
      words.push(filled(gettext('%(count)s more: write more of the name'), { count: more }));
    }
    const said = count > 0 ? words.join(', ') : note ? '' : gettext('No street, address or area has that name.');
    this.#say([note, said, not_loaded].filter(Boolean).join(' '));
  }

  #street(street) {
    const line = this.#hit(street, street.municipality, {
      show: () => this.act.showBox(street.box),
      pick: () => this.picking.street(street),
    });
    line.append(...(street.missing ? [element('p', { class: 'missing' }, street.missing)] : []));
    return line;
  }

  #district(district) {
    return this.#hit(district, district.municipality, {
      show: district.box && (() => this.act.showBox(district.box)),
      pick: () => this.picking.district(district),
    });
  }

  #area(area) {
    const pick = () => this.picking.area(area).catch((error) => this.#say(error.message));
    return this.#hit({ ...area, in_territory: true }, '', { show: null, pick });
  }

  #address(address, metres) {
    const name = metres === null ? address.label : filled(gettext('Within %(metres)s m of %(name)s'), { metres, name: address.label });
    const line = this.#hit({ ...address, name }, [address.number, address.place].filter(Boolean).join(' · '), {
      show: () => this.act.showPoint(address.point),
      pick: () => (metres === null ? this.picking.addresses([address]) : this.picking.circle(address, metres)),
    });
    const add = metres === null ? this.act.adding() : null;
    if (add !== null) {
      const label = filled(gettext('Add %(name)s'), { name: address.label });
      line.append(element('button', { type: 'button', class: 'link-button', 'aria-label': label, onclick: () => add(address) }, gettext('Add with a reason …')));
    }
    return line;
  }

  #hit(hit, place, { show, pick }) {
    const name = show ? element('button', { type: 'button', class: 'link-button', onclick: show }, hit.name) : element('strong', {}, hit.name);
    const outside = hit.in_territory ? null : element('span', { class: 'ds-tag', 'data-color': 'danger' }, gettext('outside your territory'));
    const facts = element('small', {}, [place, hit.words].filter(Boolean).join(' · '));
    const label = filled(gettext('Include %(name)s'), { name: hit.name });
    const text = element('div', { class: 'hit-text' }, name, outside, facts);
    return element('li', { class: 'hit' }, text, button(gettext('Include'), pick, { 'aria-label': label }));
  }
}
