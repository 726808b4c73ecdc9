import { byId, element } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext } from '../texts.js';
import { button } from './counts.js';
import { boxOf } from './geojson.js';
import { latestOnly } from './latest.js';
import { FIRST_KINDS, FIRST_METRES, isTaken, metresFrom, withSurroundings } from './neighbour_choice.js';
import { NeighbourShapes } from './neighbour_shapes.js';

/** Neighbours of a property as a part of the page's drawing: {name, parcels, kinds, metres}. */
export class NeighboursTool {
  #shown = null;
  #answer = null;

  constructor(map, urls, page) {
    this.urls = urls;
    this.page = page;
    this.section = byId('neighbours-section');
    this.shapes = new NeighbourShapes(map);
    this.asking = latestOnly(({ parcels, kinds, metres }, signal) => post(urls.neighbours, { neighbours: { parcels, kinds, metres } }, signal), {
      delay: 100,
      answered: (answer, asked) => this.#answered(answer, asked),
      failed: (error) => this.#say(error.message),
    });
    this.#listen();
  }

  /** What comes next is new to the person, and is brought into view. */
  comeIntoView() {
    this.isNew = true;
  }

  /** The drawing has changed: what it says of neighbours is shown. */
  show({ neighbours = null }) {
    byId('neighbours-tool').hidden = neighbours === null;
    if (neighbours === null) {
      this.#forget();
      return;
    }
    byId('neighbours-of').textContent = filled(gettext('Neighbours of %(name)s'), { name: neighbours.name });
    for (const box of this.#boxes) {
      box.checked = neighbours.kinds.includes(box.value);
    }
    byId('neighbours-metres').value = neighbours.metres;
    const asked = JSON.stringify([neighbours.parcels, neighbours.metres]);
    if (asked !== this.#shown) {
      this.#shown = asked;
      this.asking.about(neighbours);
    } else if (this.#answer !== null) {
      this.#list();
    }
  }

  /** The properties at a place, each a line with a button, for the popup of the map. */
  async parcelsAt({ lng, lat }, done) {
    const answer = await post(this.urls.parcels, { longitude: lng, latitude: lat }).catch(() => null);
    return this.#lines(answer?.choices ?? [], done, (choice) => (choice.pick ? this.#pick(choice.pick, done) : null));
  }

  #lines(found, done = () => {}, before = () => null) {
    return found.map((choice) => {
      const text = element('div', { class: 'hit-text' }, choice.name, element('small', {}, choice.words));
      const label = filled(gettext('Neighbours of %(name)s'), { name: [choice.name, choice.words].filter(Boolean).join(', ') });
      const act = () => {
        done();
        this.#choose(choice);
      };
      const find = choice.parcels.length > 0 ? button(gettext('Neighbours'), act, { 'aria-label': label }) : null;
      return element('li', { class: 'hit' }, text, element('div', { class: 'hit-acts' }, before(choice), find));
    });
  }

  /** What takes a property into the selection, all its addresses with it, or out again. */
  #pick({ key, name }, done) {
    const { picking } = this.page;
    const isPicked = picking.hasDistrict(key);
    const [words, label] = isPicked ? [gettext('Take out'), gettext('Take out %(name)s')] : [gettext('Include'), gettext('Include %(name)s')];
    const act = () => {
      done();
      if (isPicked) {
        picking.dropDistrict(key);
      } else {
        picking.district({ key, name, municipality: '', box: null });
      }
    };
    return button(words, act, { 'aria-label': filled(label, { name }) });
  }

  get #boxes() {
    return [...document.querySelectorAll('[name=neighbour-kind]')];
  }

  #listen() {
    byId('neighbours-find').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#find({ number: byId('neighbours-number').value });
    });
    byId('neighbours-point').onclick = () => this.page.tools.point(([longitude, latitude]) => this.#find({ longitude, latitude }));
    byId('neighbours-drop').onclick = () => {
      this.#set(null, gettext('Taken out'));
      byId('neighbours-number').focus();
    };
    this.#boxes.forEach((box) => {
      box.onchange = () => this.#change({ kinds: this.#boxes.filter(({ checked }) => checked).map(({ value }) => value) });
    });
    byId('neighbours-metres').onchange = ({ target }) => this.#setMetres(target.value);
  }

  /** Those of a property by its number, asked for from elsewhere on the page. */
  find(number) {
    this.section.open = true;
    byId('neighbours-number').value = number;
    byId('neighbours-number').focus();
    this.#find({ number });
  }

  async #find(asked) {
    this.#fault('neighbours', '');
    try {
      const { choices, note } = await post(this.urls.parcels, asked);
      byId('neighbours-choices').replaceChildren(...this.#lines(choices));
      this.#say('');
      this.section.open = true;
      if (choices.length === 1 && choices[0].parcels.length > 0) {
        this.#choose(choices[0]);
      } else if (choices.length > 0) {
        this.#say(gettext('Choose which parcel is meant.'));
        byId('neighbours-choices').querySelector('button')?.focus();
      } else {
        this.#fault('neighbours', note);
      }
    } catch (error) {
      this.#fault('neighbours', error.message);
    }
  }

  #choose({ name, parcels }) {
    const { kinds = FIRST_KINDS, metres = FIRST_METRES } = this.page.drawing.neighbours ?? {};
    byId('neighbours-choices').replaceChildren();
    this.#say('');
    this.section.open = true;
    this.isNew = true;
    this.#set({ name, parcels, kinds, metres }, filled(gettext('Neighbours of %(name)s'), { name }));
    byId('neighbours-of').focus();
  }

  #set(neighbours, lead) {
    this.page.change({ neighbours }, lead);
  }

  #change(parts) {
    this.#set({ ...this.page.drawing.neighbours, ...parts }, gettext('Neighbours changed'));
  }

  #setMetres(text) {
    const metres = metresFrom(text);
    this.#fault('neighbours-metres', metres === null ? gettext('Write metres from 1 to 500, without a fraction.') : '');
    if (metres !== null) {
      this.#change({ metres });
    }
  }

  #answered(answer) {
    this.#answer = answer;
    this.#say('');
    for (const [kind, words] of Object.entries(answer.counts)) {
      document.querySelector(`[data-neighbours="${kind}"]`).textContent = `(${words})`;
    }
    this.#list();
    if (this.isNew) {
      this.isNew = false;
      const box = boxOf(answer.shapes.filter(({ how }) => how === 'subject').map(({ geometry }) => geometry));
      if (box !== null) {
        this.page.showBox(withSurroundings(box));
      }
    }
  }

  #list() {
    const { neighbours } = this.page.drawing;
    const { properties, shapes, elsewhere } = this.#answer;
    byId('neighbours-rows').replaceChildren(...properties.filter((one) => isTaken(neighbours, one)).map(row));
    const away = elsewhere.filter((one) => isTaken(neighbours, one));
    byId('neighbours-elsewhere').hidden = away.length === 0;
    byId('neighbours-elsewhere-rows').replaceChildren(...away.map((one) => this.#away(one)));
    this.shapes.show(shapes.filter((one) => one.how === 'subject' || isTaken(neighbours, one)));
  }

  #away(address) {
    const label = filled(gettext('Include %(name)s'), { name: address.label });
    const isPicked = this.page.drawing.addresses.some(({ source_id }) => source_id === address.source_id);
    const words = `${address.words} – ${isPicked ? gettext('included') : gettext('left out')}`;
    const act = isPicked ? null : button(gettext('Include'), () => this.page.picking.addresses([address]), { 'aria-label': label });
    return element('li', { class: 'hit' }, element('div', { class: 'hit-text' }, words), act);
  }

  #forget() {
    this.asking.cancel();
    this.#shown = null;
    this.#answer = null;
    this.shapes.show([]);
  }

  #say(text) {
    byId('neighbours-state').textContent = text;
  }

  #fault(name, message) {
    const line = byId(`${name}-error`);
    line.hidden = message === '';
    line.textContent = message;
    byId(name === 'neighbours' ? 'neighbours-number' : name).toggleAttribute('aria-invalid', message !== '');
  }
}

function row({ number, kind, distance, words }) {
  const how = element('td', {}, kind, element('small', {}, ` ${distance}`));
  return element('tr', {}, element('th', { scope: 'row' }, number), how, element('td', {}, words));
}
