import { element } from '../dom.js';
import { filled, gettext } from '../texts.js';
import { houseIn, isTurnedRound, keyOf, partOf } from './house_numbers.js';

export const RADII = { least: 1, most: 5000 };
const METRES = /^\d{1,5}$/;

/** House numbers of a picked street; `use(key)` takes what is asked for, its faults are told here. */
export function numbersForm({ key, name }, use) {
  const part = partOf(key);
  const first = field('first', gettext('From number'), part.first);
  const last = field('last', gettext('To number'), part.last);
  const sides = sideChoice(part.side);
  const form = element('form', { class: 'pick-form', novalidate: true, 'aria-label': filled(gettext('House numbers of %(name)s'), { name }) },
    element('div', { class: 'pick-ends' }, first.box, last.box), sides, submit(gettext('Use the numbers')));
  onSubmit(form, [first, last], async () => {
    const asked = { street: part.street, first: houseIn(first.input.value), last: houseIn(last.input.value), side: form.elements.side.value };
    const wrong = gettext('Write a house number, as 12 or 12A.');
    [first, last].forEach((one) => one.tell(houseIn(one.input.value) === null ? wrong : ''));
    if (asked.first === null || asked.last === null) {
      (asked.first === null ? first : last).input.focus();
    } else if (isTurnedRound(asked)) {
      last.tell(filled(gettext('No. %(last)s comes before no. %(first)s. Turn them round.'), asked));
      last.input.focus();
    } else {
      await use(keyOf(asked));
    }
  });
  return form;
}

/** Metres around a picked address; `use(metres)` makes the circle. */
export function radiusForm({ name }, use) {
  const metres = field('metres', filled(gettext('Metres (%(least)s to %(most)s)'), RADII), '');
  const form = element('form', { class: 'pick-form', novalidate: true, 'aria-label': filled(gettext('Everything near %(name)s'), { name }) },
    metres.box, submit(gettext('Make the circle')));
  onSubmit(form, [metres], async () => {
    const text = metres.input.value.replace(/\s|m$/g, '');
    const value = METRES.test(text) ? Number(text) : NaN;
    if (value >= RADII.least && value <= RADII.most) {
      await use(value);
    } else {
      metres.tell(filled(gettext('Write a number of metres from %(least)s to %(most)s.'), RADII));
      metres.input.focus();
    }
  });
  return form;
}

function onSubmit(form, fields, act) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    fields.forEach(({ tell }) => tell(''));
    try {
      await act();
    } catch (error) {
      fields.at(-1).tell(error.message);
    }
  });
}

function submit(words) {
  return element('button', { type: 'submit', class: 'ds-button', 'data-variant': 'secondary', 'data-size': 'sm', 'data-does': 'use' }, words);
}

let made = 0;

/** An input with its label and its own place for a fault. */
function field(name, words, value) {
  made += 1;
  const id = `pick-${name}-${made}`;
  const input = element('input', {
    class: 'ds-input', id, name, value, type: 'text', autocomplete: 'off', spellcheck: 'false', 'data-does': name, 'aria-describedby': `${id}-fault`,
    inputmode: name === 'metres' ? 'numeric' : null,
  });
  const fault = element('p', { id: `${id}-fault`, class: 'ds-validation-message', 'data-color': 'danger', role: 'alert', hidden: true });
  const tell = (text) => {
    fault.textContent = text;
    fault.hidden = text === '';
    input.setAttribute('aria-invalid', String(text !== ''));
  };
  return { box: element('div', {}, element('label', { class: 'ds-label', for: id }, words), input, fault), input, tell };
}

function sideChoice(chosen) {
  const names = { all: gettext('All'), odd: gettext('Odd numbers'), even: gettext('Even numbers') };
  const choices = Object.entries(names).map(([value, words]) =>
    element('label', {}, element('input', { type: 'radio', name: 'side', value, checked: value === chosen, 'data-does': `side-${value}` }), ` ${words}`));
  return element('fieldset', { class: 'pick-sides' }, element('legend', { class: 'visually-hidden' }, gettext('Which side')), ...choices);
}
