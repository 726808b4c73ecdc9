import { byId, element } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext, ngettext } from '../texts.js';
import { attributesOf, zonesOf } from './zone_names.js';

const NAMED_AT_ONCE = 6;

/** Saves the chosen areas of a file as ready areas. `chosen()` gives {feature, geometry}; `saved(words)` is told. */
export class UploadZones {
  constructor({ chosen, saved }) {
    this.chosen = chosen;
    this.saved = saved;
    this.section = byId('zones');
    byId('zones-kind').addEventListener('input', () => this.follow());
    byId('zones-name').addEventListener('change', () => this.follow());
    byId('zones-save').addEventListener('click', () => this.#save());
  }

  /** `features` of the file that is shown; none hides it. */
  show(features) {
    this.section.hidden = features.length === 0;
    const options = attributesOf(features).map((name) => element('option', { value: name }, name));
    byId('zones-name').replaceChildren(element('option', { value: '' }, gettext('The name shown above')), ...options);
    this.follow();
  }

  /** What is chosen, or how it is named, has changed. */
  follow() {
    const { zones, unnamed } = this.#zones();
    this.#fail('');
    byId('zones-names').textContent = [namesInWords(zones), unnamedInWords(unnamed)].filter(Boolean).join(' ');
    byId('zones-save').toggleAttribute('disabled', zones.length === 0);
  }

  #zones() {
    return zonesOf(this.chosen(), byId('zones-name').value, byId('zones-kind').value);
  }

  async #save() {
    const button = byId('zones-save');
    button.setAttribute('aria-busy', 'true');
    try {
      const { words } = await post(this.section.dataset.url, { zones: this.#zones().zones });
      this.saved(words);
    } catch (error) {
      this.#fail(error.message);
    } finally {
      button.removeAttribute('aria-busy');
    }
  }

  #fail(message) {
    byId('zones-error').textContent = message;
    byId('zones-error').hidden = message === '';
  }
}

function namesInWords(zones) {
  const names = zones.slice(0, NAMED_AT_ONCE).map(({ name }) => name).join(', ');
  const more = zones.length - NAMED_AT_ONCE;
  const words = filled(ngettext('%(count)s area: %(names)s', '%(count)s areas: %(names)s', zones.length), { count: zones.length, names });
  return zones.length === 0 ? '' : more > 0 ? `${words} …` : words;
}

function unnamedInWords(count) {
  return count === 0 ? '' : filled(ngettext('%(count)s has no name and is not saved.', '%(count)s have no name and are not saved.', count), { count });
}
