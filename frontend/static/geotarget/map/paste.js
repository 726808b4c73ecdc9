import { byId } from '../dom.js';
import { post } from '../request.js';
import { gettext } from '../texts.js';
import { EMPTY, selectionOf } from './drawing.js';
import { shapesOf } from './geojson.js';

const MAX_BYTES = 5_000_000;

/**
 * An area without drawing: GeoJSON that is pasted. The server checks it before it becomes a
 * shape; what it says is shown here, with the place on the map, and the text stays as it was.
 */
export class Paste {
  constructor(url, { add, showPlace }) {
    this.url = url;
    this.add = add;
    this.showPlace = showPlace;
    this.text = byId('paste-text');
    this.error = byId('paste-error');
    byId('paste-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#use();
    });
  }

  async #use() {
    this.#fail('');
    const read = parsed(this.text.value);
    if (read.error) {
      this.#fail(read.error);
      return;
    }
    try {
      await post(this.url, { selection: { ...selectionOf(EMPTY), include: read.geojson } });
      const shapes = shapesOf(read.geojson);
      if (shapes.length === 0) {
        this.#fail(gettext('Paste an area first.'));
        return;
      }
      this.add(shapes);
      this.text.value = '';
    } catch (error) {
      this.#fail(error.message);
      this.showPlace(error.place ?? null);
    }
  }

  #fail(message) {
    this.error.textContent = message;
    this.error.hidden = message === '';
    this.text.setAttribute('aria-invalid', String(message !== ''));
  }
}

/** {geojson} of a text, or {error} with what is wrong with it. */
export function parsed(text) {
  if (text.trim() === '') {
    return { error: gettext('Paste an area first.') };
  }
  if (text.length > MAX_BYTES) {
    return { error: gettext('The text is larger than 5 MB. Simplify the area and try again.') };
  }
  try {
    return { geojson: JSON.parse(text) };
  } catch {
    return { error: gettext('This is not JSON. Paste the whole content of a GeoJSON file.') };
  }
}
