import { element } from '../dom.js';
import { filled, gettext } from '../texts.js';
import { leftOutInWords, sizeInWords } from './upload_report.js';

/** A layer of a file with a box to tick for each area, and its faults in words. */
export function layerChoices(layer, at, showPlace) {
  const system = layer.system ?? gettext('coordinate system not known');
  const left = Object.entries(layer.left_out).map(([kind, count]) => leftOutInWords(kind, count)).join(', ');
  return element('fieldset', { class: 'upload-layer' },
    element('legend', {}, `${layer.name} – ${system}`),
    layer.features.length > 1 ? allOfThem() : null,
    element('ul', { class: 'picks' }, ...layer.features.map((feature) => choice(feature, at, showPlace))),
    left === '' ? null : element('p', { class: 'hint' }, filled(gettext('Not areas, left out: %(kinds)s'), { kinds: left })));
}

function allOfThem() {
  const tickAll = ({ target }) => {
    target.closest('fieldset').querySelectorAll('[data-take$=shape]').forEach((box) => {
      box.checked = target.checked;
    });
  };
  const box = element('input', { type: 'checkbox', checked: true, onchange: tickAll });
  return element('label', { class: 'upload-choice' }, box, gettext('All areas of the layer'));
}

function choice(feature, at, showPlace) {
  const unnamed = feature.is_area ? gettext('Area %(number)s') : gettext('Feature %(number)s');
  const name = feature.label || filled(unnamed, { number: feature.number });
  const { fault, repair, number } = feature;
  if (fault === null) {
    return element('li', {}, box(`${at} ${number} shape`, `${name}, ${sizeInWords(feature.area_m2)}`, true));
  }
  const show = { type: 'button', class: 'link-button', onclick: () => showPlace(fault.place) };
  return element('li', {},
    element('strong', {}, name), ' ', element('span', {}, fault.message), ' ',
    fault.place ? element('button', show, gettext('Show the place')) : null,
    repair ? box(`${at} ${number} repair`, repairWords(repair), false) : null);
}

function repairWords(repair) {
  return filled(gettext('Use the proposed repair (green on the map), %(size)s'), { size: sizeInWords(repair.area_m2) });
}

function box(name, words, checked) {
  return element('label', { class: 'upload-choice' }, element('input', { type: 'checkbox', 'data-take': name, checked }), words);
}
