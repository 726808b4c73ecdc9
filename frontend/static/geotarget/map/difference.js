import { byId, element } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext } from '../texts.js';
import { signOf, Signs } from './signs.js';

/** The addresses that another rule would bring and lose: as a list, and as signs on the map. */
export class Difference {
  #asked = 0;

  constructor(map, url, page) {
    this.url = url;
    this.page = page;
    this.signs = new Signs(map, 'difference');
    this.box = byId('difference');
    this.title = byId('difference-title');
    this.list = byId('difference-list');
    byId('difference-hide').onclick = () => this.#hide();
  }

  /** `change` is {rule, name, words, more, fewer}; the focus comes to what is found. */
  async show(selection, change, opener) {
    const asked = (this.#asked += 1);
    this.opener = opener;
    this.title.textContent = gettext('Fetching the addresses …');
    this.box.hidden = false;
    try {
      const { addresses } = await post(this.url, { selection, other: change.rule });
      if (asked === this.#asked) {
        this.#fill(addresses, change);
      }
    } catch (error) {
      this.title.textContent = error.message;
    }
  }

  /** The selection is another now. */
  clear() {
    this.#asked += 1;
    this.box.hidden = true;
    this.list.replaceChildren();
    this.signs.show([]);
  }

  #fill(addresses, { name, words, more, fewer }) {
    this.title.textContent = filled(gettext('With “%(name)s”: %(words)s'), { name, words });
    this.list.replaceChildren(...addresses.map((address) => this.#row(address)));
    const rest = more + fewer - addresses.length;
    byId('difference-rest').textContent = rest > 0 ? filled(gettext('%(count)s more are not shown. All are counted.'), { count: rest }) : '';
    this.signs.show(addresses.map(({ change, point }) => ({ kind: change, words: wordOf(change), point })));
    this.title.focus();
  }

  #row({ change, label, place, point }) {
    const sign = element('span', { class: `sign sign-${change}` });
    sign.innerHTML = signOf(change);
    const show = element('button', { type: 'button', class: 'link-button', onclick: () => this.page.showPoint(point) }, label);
    return element('li', {}, sign, element('strong', {}, wordOf(change)), ' ', show, ' ', element('small', {}, place));
  }

  #hide() {
    this.clear();
    this.opener?.focus();
  }
}

function wordOf(change) {
  return change === 'in' ? gettext('in') : gettext('out');
}
