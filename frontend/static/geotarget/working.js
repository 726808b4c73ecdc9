import { element } from './dom.js';
import { gettext } from './texts.js';

// A form with data-once is sent once, and says that the server is at work until the answer is there.
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
    const button = event.submitter ?? form.querySelector('button');
    button.setAttribute('aria-busy', 'true');
    form.append(element('p', { class: 'hint working', role: 'status' }, gettext('Working … Large lists take a while; the page can be left, and the list is made all the same.')));
  });
}

// The page may come back from the browser's memory, and may then be sent again.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) {
    document.querySelectorAll('form[data-once]').forEach(settle);
  }
});

function settle(form) {
  delete form.dataset.sent;
  form.querySelectorAll('[aria-busy]').forEach((button) => button.removeAttribute('aria-busy'));
  form.querySelector('.working')?.remove();
}
