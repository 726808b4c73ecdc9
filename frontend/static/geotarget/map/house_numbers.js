// A street with its house numbers as one text: '9901-1010', '9901-1010 12A-40 even'
// (geotarget/domain/house_numbers.py).

const KEY = /^(\S+)(?: (\d+[A-ZÆØÅ]?)?-(\d+[A-ZÆØÅ]?)?)?(?: (even|odd))?$/;
const HOUSE = /^\d{1,5}[A-ZÆØÅ]?$/;

/** {street, first, last, side} of a key; first and last are '' where there is no end. */
export function partOf(key) {
  const [, street, first = '', last = '', side = 'all'] = KEY.exec(key) ?? [key, key];
  return { street, first, last, side };
}

export function keyOf({ street, first, last, side }) {
  const ends = first || last ? `${first}-${last}` : '';
  return [street, ends, side === 'all' ? '' : side].filter(Boolean).join(' ');
}

/** A house number as a person has written it: '' for none, null for what is none. */
export function houseIn(text) {
  const house = text.replace(/\s/g, '').toUpperCase();
  return house === '' || HOUSE.test(house) ? house : null;
}

/** Whether the last number comes before the first; 14 comes after 14B, since it takes all letters. */
export function isTurnedRound({ first, last }) {
  if (first === '' || last === '') {
    return false;
  }
  const [from, to] = [parseInt(first, 10), parseInt(last, 10)];
  const letters = [first, last].map((house) => house.replace(/\d/g, ''));
  return to < from || (to === from && letters[1] !== '' && letters[1] < letters[0]);
}
