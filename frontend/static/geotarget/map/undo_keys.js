/**
 * Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z (Cmd on a Mac) for the whole page. In a field that is being typed
 * in they belong to its text, as everywhere.
 */
export function listenForUndo({ undo, redo }) {
  document.addEventListener('keydown', (event) => {
    const act = actOf(event);
    if (act === null || isTyping(event.target)) {
      return;
    }
    event.preventDefault();
    if (act === 'redo') {
      redo();
    } else {
      undo();
    }
  });
}

/** 'undo', 'redo' or null. */
export function actOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (ctrlKey === metaKey || altKey) {
    return null;
  }
  const letter = key.toLowerCase();
  if (letter === 'z') {
    return shiftKey ? 'redo' : 'undo';
  }
  return letter === 'y' && !shiftKey ? 'redo' : null;
}

/** A field whose text has its own undo. */
function isTyping(target) {
  const input = target.closest?.('input, textarea, [contenteditable]');
  return input !== null && input !== undefined && !['radio', 'checkbox', 'button', 'file'].includes(input.type) && input.value !== (input.dataset.kept ?? '');
}
