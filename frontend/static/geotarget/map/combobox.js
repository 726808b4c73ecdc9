/** The row that an arrow key leads to; -1 is none, the field itself. Round from the last to the field. */
export function markedAfter(key, marked, count) {
  const step = key === 'ArrowDown' ? 1 : -1;
  return ((marked + 1 + step + count + 1) % (count + 1)) - 1;
}

/**
 * A field with a grid of hits below it (ARIA: combobox): arrows mark a hit, Enter takes it, Escape closes. The focus
 * stays in the field. `act`: take(index, or -1 where none is marked) and close().
 */
export class Combobox {
  #marked = -1;

  constructor(input, grid, act) {
    this.input = input;
    this.grid = grid;
    this.act = act;
    input.addEventListener('keydown', (event) => this.#press(event));
  }

  show(rows) {
    rows.forEach((row, at) => row.setAttribute('id', `${this.grid.id}-${at}`));
    this.grid.replaceChildren(...rows);
    this.grid.hidden = rows.length === 0;
    this.input.setAttribute('aria-expanded', String(rows.length > 0));
    this.#mark(-1);
  }

  #press(event) {
    const { key } = event;
    const count = this.grid.childElementCount;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if ((key === 'ArrowDown' || key === 'ArrowUp') && count > 0) {
      event.preventDefault();
      this.#mark(markedAfter(key, this.#marked, count));
    } else if (key === 'Enter') {
      event.preventDefault();
      this.act.take(this.#marked);
    } else if (key === 'Escape') {
      this.act.close();
    }
  }

  #mark(marked) {
    this.#marked = marked;
    [...this.grid.children].forEach((row, at) => row.setAttribute('aria-selected', String(at === marked)));
    const row = this.grid.children[marked];
    row?.scrollIntoView({ block: 'nearest' });
    if (row) {
      this.input.setAttribute('aria-activedescendant', row.id);
    } else {
      this.input.removeAttribute('aria-activedescendant');
    }
  }
}
