import { byId, element } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext, ngettext } from '../texts.js';
import { Combobox } from './combobox.js';
import { button } from './counts.js';
import { latestOnly } from './latest.js';
import { toldApart } from './told_apart.js';

const MIN_LETTERS = 2;

/**
 * The search box: streets, house numbers, addresses, properties, districts, places and saved areas. A hit moves the
 * map, or is picked (`picking` is picking.js); Enter picks the one that is marked, or the only one.
 */
export class Search {
  #picks = [];
  #note = '';
  #isAsked = false;
  #isWanted = false;

  /**
   * `adding()` gives what adds a single address with a reason; null where it can only be picked. `neighbours(number)`
   * asks for those of a property.
   */
  constructor(url, picking, { showBox, showPoint, showPlace, adding, neighbours }) {
    this.input = byId('search');
    this.state = byId('search-state');
    this.picking = picking;
    this.act = { showBox, showPoint, showPlace, adding, neighbours };
    this.box = new Combobox(this.input, byId('search-results'), { take: (marked) => this.#take(marked), close: () => this.close() });
    this.asking = latestOnly((query, signal) => post(url, { query }, signal), {
      delay: 200,
      answered: (answer) => this.#answered(answer),
      failed: (error) => {
        this.#isAsked = false;
        this.#say(error.message);
      },
    });
    this.input.addEventListener('input', () => this.#changed());
    this.input.form.addEventListener('submit', (event) => event.preventDefault());
  }

  close() {
    this.input.value = '';
    this.#changed();
  }

  #changed() {
    this.#isWanted = false;
    this.#isAsked = this.input.value.trim().length >= MIN_LETTERS;
    if (this.#isAsked) {
      this.asking.about(this.input.value);
    } else {
      this.asking.cancel();
      this.#fill([]);
      this.#say('');
    }
  }

  #answered(answer) {
    this.#isAsked = false;
    this.#show(answer);
    if (this.#isWanted) {
      this.#take(-1);
    }
  }

  /**
   * Hits of what was written before are not meant: the answer is waited for. Nor is a street meant by whoever has
   * written a number that it does not have.
   */
  #take(marked) {
    const count = this.#picks.length;
    this.#isWanted = this.#isAsked;
    if (this.#isAsked || count === 0) {
      return;
    }
    if (marked === -1 && (count > 1 || this.#note)) {
      const hits = filled(ngettext('%(count)s hit', '%(count)s hits', count), { count });
      this.#say([this.#note, `${hits}.`, gettext('Mark one with the arrow keys, then press Enter.')].filter(Boolean).join(' '));
      return;
    }
    const pick = this.#picks[Math.max(marked, 0)];
    this.close();
    pick();
  }

  #say(text) {
    this.state.textContent = text;
  }

  #show({ streets, addresses, numbers, properties, places, districts, areas, more, within_m, note, not_loaded }) {
    const hits = [
      ...properties.map((found) => this.#property(found)),
      ...places.map((place) => this.#place(place)),
      ...numbers.map((found) => this.#street(found)),
      ...streets.map((street) => this.#street(street)),
      ...districts.map((district) => this.#district(district)),
      ...areas.map((area) => this.#area(area)),
      ...addresses.map((address) => this.#address(address, within_m)),
    ];
    this.#fill(hits);
    this.#note = note;
    const count = hits.length;
    const words = [filled(ngettext('%(count)s hit', '%(count)s hits', count), { count })];
    if (more > 0) {
      words.push(filled(gettext('%(count)s more: write more of the name'), { count: more }));
    }
    const said = count > 0 ? words.join(', ') : note ? '' : gettext('No address, property, place or area has that name.');
    this.#say([note, said, not_loaded].filter(Boolean).join(' '));
  }

  #fill(hits) {
    const names = toldApart(hits);
    this.#picks = hits.map(({ pick }) => pick);
    this.box.show(hits.map((hit, at) => row(hit, names[at])));
  }

  #street(street) {
    const { municipality, words, missing, box } = street;
    return { ...hit(street, [municipality, words], () => this.picking.street(street)), missing, show: () => this.act.showBox(box) };
  }

  #district(district) {
    const { municipality, words, box } = district;
    return { ...hit(district, [municipality, words], () => this.picking.district(district)), show: box && (() => this.act.showBox(box)) };
  }

  /** Its neighbours can be asked for where it has ground. */
  #property(property) {
    const { key, number, municipality, words, box, parcels, in_territory } = property;
    const pick = () => this.#trying(this.picking.property({ key, box }));
    const found = hit({ name: key, in_territory }, [municipality, words], pick);
    const more = parcels > 0 ? { words: gettext('Neighbours'), label: filled(gettext('Neighbours of %(name)s'), { name: key }), run: () => this.act.neighbours(number) } : null;
    return { ...found, show: box && (() => this.act.showBox(box)), more };
  }

  #place({ name, words, in_territory, point, metres }) {
    const label = filled(gettext('Within %(metres)s m of %(name)s'), { metres, name });
    const pick = () => this.picking.circle({ label: name, point }, metres);
    return { ...hit({ name: label, in_territory }, [words], pick), show: () => this.act.showPlace(point) };
  }

  #trying(picking) {
    picking.catch((error) => this.#say(error.message));
  }

  #area(area) {
    const pick = () => this.#trying(this.picking.area(area));
    return hit({ ...area, in_territory: true }, [area.words], pick);
  }

  #address(address, metres) {
    const { label, number, place, words, point } = address;
    const name = metres === null ? label : filled(gettext('Within %(metres)s m of %(name)s'), { metres, name: label });
    const pick = () => (metres === null ? this.picking.addresses([address]) : this.picking.circle(address, metres));
    const add = metres === null ? this.act.adding() : null;
    const more = add && { words: gettext('Add with a reason …'), label: filled(gettext('Add %(name)s'), { name }), run: () => add(address) };
    return { ...hit({ ...address, name }, [number, place, words], pick), show: () => this.act.showPoint(point), more };
  }
}

function hit({ name, in_territory }, facts, pick) {
  return { name, facts: facts.filter(Boolean), isOutside: !in_territory, pick, show: null, more: null };
}

/** `name` is what tells the hit apart from others: its buttons say it. `more` is a second thing to do: {words, label, run}. */
function row({ name: shown, facts, isOutside, missing, pick, show, more }, name) {
  const title = show ? element('button', { type: 'button', class: 'link-button', 'aria-label': name, onclick: show }, shown) : element('strong', {}, shown);
  const outside = isOutside ? element('span', { class: 'ds-tag', 'data-color': 'danger' }, gettext('outside your territory')) : null;
  const gap = missing ? element('p', { class: 'missing' }, missing) : null;
  const text = element('div', { class: 'hit-text', role: 'gridcell' }, title, outside, element('small', {}, facts.join(' · ')), gap);
  const take = button(gettext('Include'), pick, { 'aria-label': filled(gettext('Include %(name)s'), { name }) });
  const cells = [text, element('div', { role: 'gridcell' }, take)];
  if (more) {
    cells.push(element('div', { role: 'gridcell' }, element('button', { type: 'button', class: 'link-button', 'aria-label': more.label, onclick: more.run }, more.words)));
  }
  return element('div', { class: 'hit', role: 'row' }, ...cells);
}
