// A form with data-once is sent once: a double click must not send it twice. The server holds
// against that too; this spares the user the answer to the second.
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = 'yes';
  });
}

// The page may come back from the browser's memory, and may then be sent again.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) {
    document.querySelectorAll('form[data-once]').forEach((form) => delete form.dataset.sent);
  }
});
