import { element } from '../dom.js';
import { filled, gettext } from '../texts.js';
import { written } from './corners.js';

const AXES = [gettext('Corner %(number)s, longitude'), gettext('Corner %(number)s, latitude')];

/** A row of the table: the corner's number, its two numbers, and what can be done with it. */
export function cornerRow(corner, position) {
  const number = corner + 1;
  const fields = AXES.map((label, axis) => element('td', {}, field(filled(label, { number }), axis, written(position[axis]))));
  const add = action('add', '+', filled(gettext('Add a corner after corner %(number)s'), { number }));
  const remove = action('remove', '×', filled(gettext('Remove corner %(number)s'), { number }));
  return element('tr', { 'data-corner': corner }, element('th', { scope: 'row' }, String(number)), ...fields, element('td', {}, add, ' ', remove));
}

function field(label, axis, text) {
  const input = element('input', {
    class: 'ds-input',
    type: 'text',
    inputmode: 'decimal',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-label': label,
    'data-axis': axis,
  });
  setField(input, text);
  return input;
}

function action(name, sign, label) {
  return element('button', { type: 'button', class: 'drop', 'data-action': name, 'aria-label': label, title: label }, sign);
}

export function fieldsOf(row) {
  return [...row.querySelectorAll('input')];
}

/** Show a kept number; what was typed or refused there is over. */
export function setField(input, text) {
  input.value = text;
  input.dataset.kept = text;
  input.removeAttribute('aria-invalid');
  input.removeAttribute('aria-describedby');
}

export function isTyped(input) {
  return input.value !== input.dataset.kept;
}

/** Say under the row why something is refused; where it was a field, the typed text stays in it. */
export function refuse(row, message, input = null) {
  forgive(row);
  const id = `corner-fault-${row.dataset.corner}`;
  const words = element('p', { id, class: 'ds-validation-message', 'data-color': 'danger', role: 'alert' }, message);
  row.after(element('tr', { class: 'corner-fault' }, element('td', { colspan: 4 }, words)));
  input?.setAttribute('aria-invalid', 'true');
  input?.setAttribute('aria-describedby', id);
}

/** Take the message away, unless a field of the row is still refused. */
export function forgiveSettled(row) {
  if (!fieldsOf(row).some((input) => input.hasAttribute('aria-invalid'))) {
    forgive(row);
  }
}

function forgive(row) {
  if (row.nextElementSibling?.classList.contains('corner-fault')) {
    row.nextElementSibling.remove();
  }
}
