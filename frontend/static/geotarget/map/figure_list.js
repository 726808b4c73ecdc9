import { byId, element } from '../dom.js';
import { filled, gettext } from '../texts.js';
import { endNames, figureName, sideNames, widthFault, widthLabel } from './figure_words.js';
import { firstZone, hasEnds, kindOf, sidesOf, widthIn } from './figures.js';

/** What is drawn, as a list: each shape's zone, whether it is included, shown and removed by keyboard too. */
export class FigureList {
  #shown = '';

  /** `changed(shapes, lead)` takes what a person has done, `locate(shape)` shows one, `join()` makes one of all. */
  constructor({ shapes, changed, locate, join }) {
    this.shapes = shapes;
    this.changed = changed;
    this.section = byId('figures-section');
    this.list = byId('figures');
    this.locate = locate;
    byId('join').onclick = join;
  }

  show() {
    const shapes = this.shapes();
    this.section.hidden = shapes.length === 0;
    byId('join').hidden = !['include', 'exclude'].some((mode) => shapes.filter((shape) => shape.mode === mode).length > 1);
    const built = shapes.map((shape) => [shape.mode, kindOf(shape), shape.zone?.side, shape.zone !== undefined, (shape.around || shape.name) && figureName(shape, 0)].join()).join(';');
    if (built !== this.#shown) {
      this.#rebuild(shapes);
      this.#shown = built;
    }
    shapes.forEach((shape, at) => this.#update(this.list.children[at], shape));
  }

  /** To the width of the newest shape, which is what is chosen next. */
  focusWidth() {
    const inputs = this.list.querySelectorAll('[data-does=width]');
    inputs[inputs.length - 1]?.focus();
    inputs[inputs.length - 1]?.select();
  }

  focusFirst() {
    this.list.querySelector('[data-does=remove]')?.focus();
  }

  #rebuild(shapes) {
    const held = document.activeElement.closest?.('#figures [data-does]');
    const place = held && { at: [...this.list.children].indexOf(held.closest('li')), does: held.dataset.does };
    this.list.replaceChildren(...shapes.map((shape, at) => this.#row(shape, at)));
    if (place) {
      const row = this.list.children[Math.min(place.at, shapes.length - 1)];
      (row?.querySelector(`[data-does=${place.does}]`) ?? row?.querySelector('button') ?? byId('clear')).focus();
    }
  }

  #row(shape, at) {
    const name = figureName(shape, at + 1);
    const show = element('button', { type: 'button', class: 'link-button', 'data-does': 'show', onclick: () => this.locate(this.shapes()[at]) }, name);
    const other = shape.mode === 'include' ? gettext('Take away') : gettext('Include');
    const swap = this.#button('swap', other, name, () => this.#swap(at));
    const remove = this.#button('remove', gettext('Remove'), name, () => this.#remove(at));
    const zone = shape.zone ? this.#zone(shape, at, name) : this.#button('zone', gettext('Zone around …'), name, () => this.#addZone(at));
    return element('li', { class: 'figure' }, show, element('div', { class: 'figure-acts' }, swap, remove, shape.zone ? null : zone), shape.zone ? zone : null);
  }

  #button(does, words, name, onclick) {
    const label = filled(gettext('%(act)s: %(name)s'), { act: words, name });
    return element('button', { type: 'button', class: 'link-button', 'data-does': does, 'aria-label': label, onclick }, words);
  }

  #zone(shape, at, name) {
    const id = `zone-${at}`;
    const width = element('input', {
      class: 'ds-input', type: 'text', inputmode: 'decimal', autocomplete: 'off', id, 'data-does': 'width', 'aria-describedby': `${id}-fault`,
      onchange: ({ target }) => this.#setWidth(target, at),
      onkeydown: ({ key, target }) => key === 'Enter' && this.#setWidth(target, at),
    });
    const label = element('label', { class: 'ds-label', for: id }, widthLabel(shape), element('span', { class: 'visually-hidden' }, ` ${name}`));
    const fault = element('p', { id: `${id}-fault`, class: 'ds-validation-message', 'data-color': 'danger', role: 'alert', hidden: true });
    const sides = sidesOf(shape).length > 1 ? this.#choice('side', sideNames(shape), shape, at, name) : null;
    const ends = hasEnds(shape) ? this.#choice('ends', endNames(), shape, at, name) : null;
    const drop = kindOf(shape) === 'area' ? this.#button('zone', gettext('Without a zone'), name, () => this.#dropZone(at)) : null;
    return element('div', { class: 'figure-zone' }, label, width, sides, ends, drop, fault);
  }

  #choice(does, names, shape, at, name) {
    const options = Object.entries(names).map(([value, words]) => element('option', { value }, words));
    const label = does === 'side' ? gettext('Side: %(name)s') : gettext('Ends: %(name)s');
    const select = element('select', { class: 'ds-input', 'data-does': does, 'aria-label': filled(label, { name }) }, ...options);
    select.addEventListener('change', () => this.#setZone(at, { [does]: select.value }, gettext('Zone changed')));
    return select;
  }

  #update(row, shape) {
    for (const does of ['side', 'ends']) {
      const select = row.querySelector(`[data-does=${does}]`);
      if (select) {
        select.value = shape.zone[does];
      }
    }
    const width = row.querySelector('[data-does=width]');
    if (width && width.dataset.kept !== String(shape.zone.buffer_m)) {
      width.value = String(shape.zone.buffer_m);
      width.dataset.kept = String(shape.zone.buffer_m);
      this.#refuse(width, '');
    }
  }

  #setWidth(input, at) {
    const metres = widthIn(input.value);
    this.#refuse(input, metres === null ? widthFault() : '');
    if (metres !== null && metres !== this.shapes()[at].zone.buffer_m) {
      this.#setZone(at, { buffer_m: metres }, gettext('Zone changed'));
    }
  }

  #refuse(input, words) {
    const fault = byId(`${input.id}-fault`);
    fault.textContent = words;
    fault.hidden = words === '';
    input.setAttribute('aria-invalid', String(words !== ''));
  }

  #setZone(at, parts, lead) {
    const shape = this.shapes()[at];
    this.#put(at, { ...shape, zone: { ...shape.zone, ...parts } }, lead);
  }

  #addZone(at) {
    this.#put(at, { ...this.shapes()[at], zone: firstZone() }, gettext('Zone added'));
    byId(`zone-${at}`).focus();
  }

  #dropZone(at) {
    const { zone: _, ...shape } = this.shapes()[at];
    this.#put(at, shape, gettext('Zone removed'));
  }

  #swap(at) {
    const shape = this.shapes()[at];
    const isIncluded = shape.mode === 'include';
    this.#put(at, { ...shape, mode: isIncluded ? 'exclude' : 'include' }, isIncluded ? gettext('Now taken away') : gettext('Now included'));
  }

  #remove(at) {
    this.changed(this.shapes().toSpliced(at, 1), gettext('Shape removed'));
  }

  #put(at, shape, lead) {
    this.changed(this.shapes().with(at, shape), lead);
  }
}
