import { byId, element } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext, ngettext } from '../texts.js';
import { latestOnly } from './latest.js';
import { OverlapOutlines, sampleOf } from './overlap_outlines.js';

const DELAY_MS = 600;

/** Notices and saved areas about the same addresses: who, when, how many in common. */
export function showOverlaps({ overlaps, more }) {
  const count = overlaps.length + more;
  const some = ngettext('%(count)s notice or area is about some of these addresses', '%(count)s notices and areas are about some of these addresses', count);
  const none = gettext('No other notice or saved area is about these addresses.');
  const rest = more > 0 ? element('li', {}, filled(gettext('and %(count)s older ones'), { count: more })) : '';
  byId('overlaps').classList.toggle('none', count === 0);
  byId('overlaps-title').textContent = count > 0 ? filled(some, { count }) : none;
  byId('overlaps-list').replaceChildren(...overlaps.map(line), rest);
}

export function failOverlaps(message) {
  byId('overlaps-title').textContent = message;
  byId('overlaps-list').replaceChildren();
}

function line({ kind, name, url, facts, common }) {
  const link = element('a', { class: 'ds-link', href: url }, name);
  return element('li', {}, byId('overlaps-shown') ? sample(kind) : '', link, ' ', element('strong', {}, common), element('small', {}, facts));
}

/** How the map outlines it, as a legend. */
function sample(kind) {
  const box = element('span', { class: 'overlap-sample' });
  box.innerHTML = sampleOf(kind);
  return box;
}

/** On the map they follow what is drawn. Nothing is said there while nothing overlaps. */
export class Overlaps {
  constructor(map, urls) {
    this.box = byId('overlaps');
    this.outlines = new OverlapOutlines(map, urls.overlap_outlines);
    this.asking = latestOnly((body, signal) => post(urls.overlaps, body, signal), {
      delay: DELAY_MS,
      answered: (answer) => {
        showOverlaps(answer);
        this.box.hidden = answer.overlaps.length === 0;
        this.outlines.show(answer.overlaps);
      },
      failed: (error) => {
        failOverlaps(error.message);
        this.box.hidden = false;
        this.outlines.show([]);
      },
    });
  }

  /** A selection that has been counted; `butArea` is the saved area that is open, or null. */
  follow(selection, butArea) {
    this.asking.about({ selection, but_area: butArea });
  }

  clear() {
    this.asking.cancel();
    this.box.hidden = true;
    this.outlines.show([]);
  }
}
