import { drawingFrom } from './drawing.js';
import { penFrom } from './pen.js';

// The drawing outlives a reload or a new sign-in in this tab, for this user in this organisation.
// It holds shapes and addresses of the cadastre, nothing about residents.

export function storageFor(organisation, user, storage = globalThis.sessionStorage) {
  const key = `geotarget-drawing-${organisation}-${user}`;
  const begun = `${key}-begun`;
  return {
    read: () => drawingFrom(storage.getItem(key)),
    write: (drawing) => keep(storage, key, drawing),
    /** The shape that is not finished yet, as pen.js has it; null for none. */
    unfinished: {
      read: () => penFrom(parsed(storage.getItem(begun))),
      write: (pen) => (pen === null ? storage.removeItem(begun) : keep(storage, begun, pen)),
    },
    clear() {
      storage.removeItem(key);
      storage.removeItem(begun);
    },
  };
}

function keep(storage, key, value) {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // The quota is full or storage is off: drawing goes on, only a reload would lose it.
    storage.removeItem(key);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
