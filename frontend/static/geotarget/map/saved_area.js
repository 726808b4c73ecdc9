import { byId } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext } from '../texts.js';
import { isEmpty, selectionOf } from './drawing.js';
import { signInLink } from './sign_in_link.js';

/**
 * The form that saves the drawing as an area. A drawing that was opened from one (`drawing.saved`:
 * id, name, version) becomes its next version, or a new area if the person says so.
 */
export class SavedArea {
  #of = null;

  constructor(url, { drawing, saved }) {
    this.url = url;
    this.drawing = drawing;
    this.saved = saved;
    this.name = byId('save-name');
    this.state = byId('saved-state');
    this.error = byId('save-error');
    this.button = byId('save-button');
    this.asNew = byId('save-new');
    this.words = { state: this.state.textContent, button: this.button.textContent };
    byId('save-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#save(this.drawing().saved ?? null);
    });
    this.asNew.addEventListener('click', () => this.#save(null));
  }

  /** The drawing has changed, or another one is shown. */
  show(drawing) {
    const saved = drawing.saved ?? null;
    this.button.toggleAttribute('disabled', isEmpty(drawing));
    this.asNew.toggleAttribute('disabled', isEmpty(drawing));
    if (this.#of === (saved?.id ?? null)) {
      return;
    }
    this.#of = saved?.id ?? null;
    this.#fail('');
    this.name.value = saved?.name ?? '';
    this.asNew.hidden = saved === null;
    const opened = gettext('“%(name)s”, version %(version)s, is open.');
    this.state.textContent = saved === null ? this.words.state : filled(opened, saved);
    const next = gettext('Save as version %(version)s');
    this.button.textContent = saved === null ? this.words.button : filled(next, { version: saved.version + 1 });
    byId('saved-section').open ||= saved !== null;
  }

  async #save(before) {
    this.#fail('');
    this.button.setAttribute('aria-busy', 'true');
    try {
      const opened = this.drawing().saved ?? null;
      const body = { name: this.name.value, selection: selectionOf(this.drawing()), replaces: before?.id ?? null };
      const answer = await post(this.url, body);
      this.saved(answer.saved, opened);
      this.state.textContent = filled(gettext('“%(name)s” is saved as version %(version)s.'), answer.saved);
    } catch (error) {
      this.#fail(error.message, error.signedOut ? [' ', signInLink()] : []);
    } finally {
      this.button.removeAttribute('aria-busy');
    }
  }

  #fail(message, actions = []) {
    this.error.replaceChildren(message, ...actions);
    this.error.hidden = message === '';
    this.name.setAttribute('aria-invalid', String(message !== ''));
  }
}
