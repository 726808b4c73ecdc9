import { drawingFrom } from './drawing.js';

// The drawing outlives a reload or a new sign-in in this tab, for this user in this organisation.
// It holds shapes and addresses of the cadastre, nothing about residents.

export function storageFor(organisation, user, storage = globalThis.sessionStorage) {
  const key = `geotarget-drawing-${organisation}-${user}`;
  return {
    read: () => drawingFrom(storage.getItem(key)),
    write(drawing) {
      try {
        storage.setItem(key, JSON.stringify(drawing));
      } catch {
        // The quota is full or storage is off: drawing goes on, only a reload would lose it.
        storage.removeItem(key);
      }
    },
    clear: () => storage.removeItem(key),
  };
}
