import { byId, element } from '../dom.js';
import { filled, gettext } from '../texts.js';

/** What was picked by name, each with a button that takes it out again. */
export function showPicks({ streets, addresses }, { dropStreet, dropAddress, dropAll }) {
  const rows = [
    ...streets.map((street) => row(street.name, street.municipality, () => dropStreet(street.key))),
    ...addresses.map((address) => row(address.label, '', () => dropAddress(address.source_id))),
  ];
  byId('picks').replaceChildren(...rows);
  byId('picks-section').hidden = rows.length === 0;
  byId('drop-picks').onclick = dropAll;
}

function row(name, place, drop) {
  const label = filled(gettext('Take out %(name)s'), { name });
  const button = element('button', { type: 'button', class: 'drop', 'aria-label': label, onclick: drop }, '×');
  return element('li', {}, element('span', {}, name, place ? element('small', {}, ` ${place}`) : null), button);
}
