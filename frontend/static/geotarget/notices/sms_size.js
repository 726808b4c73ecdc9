// How many SMS the text becomes, as the server counts it: there is one way of counting.
const WAIT_MS = 350;
const COUNTED = ['sms_text', 'department', 'contact_phone', 'public_page', 'message_class'];

const shown = document.getElementById('sms-size');
const form = shown.closest('form');
const text = form.elements.namedItem('sms_text');
const warning = shown.querySelector('[data-warning]');
const plainButton = shown.querySelector('[data-plain]');
let timer = null;
let asked = new AbortController();
let plain = '';

function show(size) {
  shown.querySelector('[data-size-text]').textContent = size.size;
  shown.querySelector('[data-warning-text]').textContent = size.warning;
  warning.hidden = size.warning === '';
  plain = size.plain;
  plainButton.hidden = plain === '';
}

async function ask() {
  asked.abort();
  asked = new AbortController();
  const body = new URLSearchParams();
  for (const name of [...COUNTED, 'csrfmiddlewaretoken']) {
    body.set(name, form.elements.namedItem(name).value);
  }
  try {
    const options = { method: 'POST', body, headers: { Accept: 'application/json' }, signal: asked.signal };
    const response = await fetch(shown.dataset.url, options);
    const answer = await response.json();
    if (response.ok) {
      show(answer);
    } else {
      shown.querySelector('[data-size-text]').textContent = answer.message;
    }
  } catch {
    // Newer typing took over, or the server is away: the count stays as it was until the next key.
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT_MS);
}

form.addEventListener('input', (event) => {
  if (COUNTED.includes(event.target.name)) {
    later();
  }
});
plainButton.addEventListener('click', () => {
  text.value = plain;
  text.focus();
  ask();
});
if (text.value !== '') {
  ask();
}
