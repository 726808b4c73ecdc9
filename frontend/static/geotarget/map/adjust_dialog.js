import { byId } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext } from '../texts.js';
import { OTHER } from './adjustments.js';
import { signInLink } from './sign_in_link.js';

/** Asks why an address is added or taken out. The server checks a text of one's own before it is kept. */
export class AdjustDialog {
  #asked = null;

  /** `answered({source_id, label, act, reason, note})` takes what a person has chosen. */
  constructor(url, answered) {
    this.url = url;
    this.answered = answered;
    this.dialog = byId('adjust-dialog');
    this.note = byId('adjust-note');
    this.error = byId('adjust-error');
    this.dialog.addEventListener('change', () => this.#showNote());
    byId('adjust-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#keep();
    });
    byId('adjust-leave').addEventListener('click', () => this.dialog.close());
  }

  /** `act` is 'add' or 'take_out'. */
  ask({ source_id, label }, act) {
    this.#asked = { source_id, label, act };
    const title = act === 'add' ? gettext('Add %(name)s') : gettext('Take out %(name)s');
    byId('adjust-title').textContent = filled(title, { name: label });
    byId('adjust-keep').textContent = act === 'add' ? gettext('Add') : gettext('Take out');
    this.dialog.querySelectorAll('[data-act]').forEach((reasons) => {
      reasons.hidden = reasons.dataset.act !== act;
      reasons.disabled = reasons.hidden;
    });
    const first = this.#reasons().querySelector('input');
    first.checked = true;
    this.note.value = '';
    this.#fail('');
    this.#showNote();
    this.dialog.showModal();
    first.focus();
  }

  #reasons() {
    return this.dialog.querySelector('[data-act]:not([hidden])');
  }

  #reason() {
    return this.#reasons().querySelector('input:checked').value;
  }

  #showNote() {
    byId('adjust-note-field').hidden = this.#reason() !== OTHER;
  }

  async #keep() {
    const reason = this.#reason();
    const note = reason === OTHER ? this.note.value.trim() : '';
    if (reason === OTHER && note === '') {
      this.#fail(gettext('Write why, in a few words.'));
      return;
    }
    try {
      if (note !== '') {
        await post(this.url, { note });
      }
    } catch (error) {
      this.#fail(error.message, error.signedOut ? [' ', signInLink()] : []);
      return;
    }
    const asked = this.#asked;
    this.dialog.close();
    this.answered({ ...asked, reason, note });
  }

  #fail(message, actions = []) {
    this.error.replaceChildren(message, ...actions);
    this.error.hidden = message === '';
    this.note.setAttribute('aria-invalid', String(message !== ''));
    if (message !== '') {
      this.note.focus();
    }
  }
}
