import { byId, element } from '../dom.js';
import { filled, gettext } from '../texts.js';
import { CornerMark } from './corner_mark.js';
import { cornerRow, fieldsOf, forgiveSettled, isTyped, refuse, setField } from './corner_rows.js';
import { faultWords, ringName, tooFewWords, wrongWith } from './corner_words.js';
import { cornersIn, degreesIn, fewestCorners, isOpen, ringsOf, withAdded, withMoved, withRemoved, written } from './corners.js';
import { faultOf } from './outline.js';

const ROWS_AT_ONCE = 50;

/** The drawn shapes as tables of numbers: each corner can be moved, added and removed by keyboard. */
export class CornerTable {
  #ring = 0;
  #first = 0;
  #shown = '';

  /** `limits` are those of wrongWith; `shapes()` are those of the drawing; `changed(shapes, lead)` takes what a person has done. */
  constructor(map, { limits, shapes, changed }) {
    this.limits = limits;
    this.shapes = shapes;
    this.changed = changed;
    this.mark = new CornerMark(map);
    this.section = byId('corners-section');
    this.select = byId('corners-ring');
    this.rows = byId('corners-rows');
    this.#listen();
  }

  /** Follow the drawing. Costs nothing while the table is closed. */
  show() {
    if (!this.section.open) {
      return;
    }
    const rings = ringsOf(this.shapes());
    byId('corners-empty').hidden = rings.length > 0;
    byId('corners-tool').hidden = rings.length === 0;
    this.#showRings(rings.map(ringName));
    if (rings.length === 0) {
      this.rows.replaceChildren();
      this.#shown = '';
      this.mark.clear();
      return;
    }
    this.#showCorners();
    this.#showMark();
  }

  get #at() {
    return ringsOf(this.shapes())[this.#ring];
  }

  get #geometry() {
    return this.shapes()[this.#at.shape].geometry;
  }

  get #corners() {
    return cornersIn(this.#geometry, this.#at);
  }

  #showRings(names) {
    this.#ring = Math.max(0, Math.min(this.#ring, names.length - 1));
    const there = [...this.select.options].map((option) => option.text);
    if (names.join('\n') !== there.join('\n')) {
      this.select.replaceChildren(...names.map((name, value) => element('option', { value }, name)));
    }
    this.select.value = String(this.#ring);
    byId('corners-caption').textContent = names[this.#ring] ?? '';
  }

  #showCorners() {
    const corners = this.#corners;
    this.#first = Math.min(this.#first, pageOf(corners.length - 1));
    const page = corners.slice(this.#first, this.#first + ROWS_AT_ONCE);
    const shown = [this.#ring, this.#first, corners.length].join();
    if (shown === this.#shown) {
      page.forEach((position, at) => this.#update(this.#row(this.#first + at), position));
    } else {
      this.rows.replaceChildren(...page.map((position, at) => cornerRow(this.#first + at, position)));
      this.#shown = shown;
    }
    this.#showPage(page.length, corners.length);
  }

  /** Only numbers that have changed: what is being typed elsewhere stays. */
  #update(row, position) {
    fieldsOf(row).forEach((input, axis) => {
      if (input.dataset.kept !== written(position[axis])) {
        setField(input, written(position[axis]));
      }
    });
    forgiveSettled(row);
  }

  #showPage(shown, count) {
    byId('corners-pages').hidden = count <= ROWS_AT_ONCE;
    byId('corners-before').toggleAttribute('disabled', this.#first === 0);
    byId('corners-after').toggleAttribute('disabled', this.#first + shown >= count);
    const values = { first: this.#first + 1, last: this.#first + shown, count };
    byId('corners-page').textContent = filled(gettext('Corners %(first)s–%(last)s of %(count)s'), values);
  }

  #showMark() {
    const active = document.activeElement;
    if (this.section.contains(active)) {
      const row = active.closest('[data-corner]');
      this.mark.show(this.#corners, row === null ? null : Number(row.dataset.corner), isOpen(this.#geometry));
    }
  }

  #row(corner) {
    return this.rows.querySelector(`[data-corner="${corner}"]`);
  }

  #listen() {
    this.section.addEventListener('toggle', () => (this.section.open ? this.show() : this.mark.clear()));
    this.section.addEventListener('focusin', () => this.section.open && this.#shown !== '' && this.#showMark());
    this.section.addEventListener('focusout', ({ relatedTarget }) => this.section.contains(relatedTarget) || this.mark.clear());
    this.rows.addEventListener('change', ({ target }) => this.#keep(target));
    this.rows.addEventListener('keydown', (event) => event.target.dataset.axis && this.#press(event));
    this.rows.addEventListener('click', ({ target }) => target.dataset.action && this.#act(target));
    this.select.addEventListener('change', () => this.#choose(Number(this.select.value)));
    byId('corners-before').onclick = () => this.#turn(this.#first - ROWS_AT_ONCE);
    byId('corners-after').onclick = () => this.#turn(this.#first + ROWS_AT_ONCE);
  }

  #press(event) {
    const { key, target } = event;
    if (key === 'Enter') {
      this.#keep(target);
    } else if (key === 'Escape') {
      setField(target, target.dataset.kept);
      forgiveSettled(target.closest('tr'));
    } else if ((key === 'ArrowUp' || key === 'ArrowDown') && this.#keep(target)) {
      event.preventDefault();
      const corner = Number(target.closest('tr').dataset.corner) + (key === 'ArrowUp' ? -1 : 1);
      this.#focus(corner, `[data-axis="${target.dataset.axis}"]`);
    }
  }

  /** Move the corner to what is typed; false where that is refused. */
  #keep(input) {
    const row = input.closest('tr');
    const axis = Number(input.dataset.axis);
    if (!isTyped(input)) {
      setField(input, input.dataset.kept);
      forgiveSettled(row);
      return true;
    }
    const wrong = wrongWith(input.value, axis, this.limits);
    if (wrong !== null) {
      refuse(row, wrong, input);
      return false;
    }
    return this.#move(row, input);
  }

  /** With the corner's other number, where one is typed that was refused only beside the old one. */
  #move(row, input) {
    const corner = Number(row.dataset.corner);
    const old = this.#corners[corner];
    const used = fieldsOf(row).filter((field, axis) => isTyped(field) && wrongWith(field.value, axis, this.limits) === null);
    const position = used.reduce((made, field) => made.with(Number(field.dataset.axis), degreesIn(field.value)), old);
    if (position.some((value, axis) => value !== old[axis])) {
      const wrong = this.#put(withMoved(this.#geometry, { ...this.#at, corner }, position), corner, gettext('Corner moved'));
      if (wrong !== null) {
        refuse(row, wrong, input);
        return false;
      }
    }
    used.forEach((field) => setField(field, written(position[field.dataset.axis])));
    forgiveSettled(row);
    return true;
  }

  #act(button) {
    const row = button.closest('tr');
    const corner = Number(row.dataset.corner);
    if (this.#isHeld()) {
      return;
    }
    if (this.#geometry.type === 'Point') {
      refuse(row, gettext('A circle has one centre. Its width is set in the list of shapes.'));
    } else if (button.dataset.action === 'add') {
      this.#add(row, corner);
    } else if (this.#corners.length <= fewestCorners(this.#geometry)) {
      refuse(row, tooFewWords(this.#geometry));
    } else {
      this.#remove(row, corner);
    }
  }

  #add(row, corner) {
    const added = withAdded(this.#geometry, { ...this.#at, corner });
    this.#finish(row, this.#put(added, corner + 1, gettext('Corner added')), corner + 1, '[data-axis="0"]');
  }

  #remove(row, corner) {
    const removed = withRemoved(this.#geometry, { ...this.#at, corner });
    this.#finish(row, this.#put(removed, corner, gettext('Corner removed')), corner, '[data-action="remove"]');
  }

  #finish(row, wrong, corner, control) {
    if (wrong === null) {
      this.#focus(Math.min(corner, this.#corners.length - 1), control);
    } else {
      refuse(row, wrong);
    }
  }

  /** Make the geometry part of the drawing, or say what is wrong with it. */
  #put(geometry, corner, lead) {
    const at = this.#at;
    const fault = faultOf(this.#geometry, geometry, { ...at, corner });
    if (fault !== null) {
      return faultWords(fault);
    }
    const shapes = this.shapes();
    this.changed(shapes.with(at.shape, { ...shapes[at.shape], geometry }), lead);
    return null;
  }

  /** Whether a refused number must be seen to first: it would be lost. */
  #isHeld() {
    const refused = this.rows.querySelector('[aria-invalid="true"]');
    refused?.focus();
    return refused !== null;
  }

  #choose(ring) {
    if (!this.#isHeld()) {
      this.#ring = ring;
      this.#first = 0;
    }
    this.show();
  }

  #turn(first) {
    if (!this.#isHeld()) {
      this.#focus(first, '[data-axis="0"]');
    }
  }

  #focus(corner, control) {
    if (corner < 0 || corner >= this.#corners.length) {
      return;
    }
    this.#first = pageOf(corner);
    this.show();
    this.#row(corner).querySelector(control).focus();
  }
}

function pageOf(corner) {
  return Math.floor(corner / ROWS_AT_ONCE) * ROWS_AT_ONCE;
}
