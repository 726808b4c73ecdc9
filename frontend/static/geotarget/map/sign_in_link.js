import { byId, element } from '../dom.js';
import { gettext } from '../texts.js';

/** Leads back to this page, which shows the drawing again. */
export function signInLink() {
  const href = `${byId('count-error').dataset.login}?next=${encodeURIComponent(location.pathname)}`;
  return element('a', { class: 'ds-link', href }, gettext('Sign in again'));
}
