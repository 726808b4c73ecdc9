import { byId } from '../dom.js';
import { gettext } from '../texts.js';
import { filtersFrom, isSet, ticksOf } from './filter_values.js';

/** The form of the filters: shows those of the drawing, and says when a person changes one. */
export class FilterForm {
  /** What the drawing has and the form has no control for: it stays. */
  #others = [];

  constructor({ changed }) {
    this.form = byId('filter-form');
    this.count = byId('filter-count');
    this.drop = byId('drop-filters');
    this.form.addEventListener('change', () => changed(this.#read(), gettext('Filter changed')));
    this.form.addEventListener('submit', (event) => event.preventDefault());
    this.drop.onclick = () => {
      changed(null, gettext('Filters taken out'));
      byId('holiday-homes').focus();
    };
  }

  show(filters) {
    const ticks = ticksOf(filters ?? {});
    this.form.elements.holiday_homes.value = filters?.holiday_homes ?? '';
    this.#boxes().forEach((box) => {
      box.checked = ticks.delete(tick(box));
    });
    this.#others = [...ticks];
    const number = Object.keys(filters ?? {}).length;
    this.count.textContent = String(number);
    this.count.hidden = number === 0;
    this.drop.hidden = number === 0;
  }

  #boxes() {
    return [...this.form.querySelectorAll('input[type=checkbox]')];
  }

  #read() {
    const ticked = this.#boxes().filter((box) => box.checked).map(tick);
    const filters = filtersFrom([...ticked, ...this.#others], this.form.elements.holiday_homes.value);
    return isSet(filters) ? filters : null;
  }
}

/** A box as text: a filter (or an attribute of the organisation) and a value. */
function tick(box) {
  const { attribute } = box.closest('fieldset').dataset;
  return JSON.stringify(attribute === undefined ? [box.name, box.value] : ['attributes', attribute, box.value]);
}
