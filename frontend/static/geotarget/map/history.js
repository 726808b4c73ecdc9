/** Undo and redo over whole states. States are never changed after they were given. */
export class History {
  #states;
  #at = 0;

  constructor(first, limit = 100) {
    this.#states = [first];
    this.limit = limit;
  }

  get now() {
    return this.#states[this.#at];
  }

  get canUndo() {
    return this.#at > 0;
  }

  get canRedo() {
    return this.#at < this.#states.length - 1;
  }

  add(state) {
    this.#states = [...this.#states.slice(0, this.#at + 1), state].slice(-this.limit);
    this.#at = this.#states.length - 1;
  }

  /** Note something in the states that are meant, without a step of its own. */
  note(parts, isMeant) {
    this.#states = this.#states.map((state) => (isMeant(state) ? { ...state, ...parts } : state));
  }

  undo() {
    this.#at = Math.max(0, this.#at - 1);
    return this.now;
  }

  redo() {
    this.#at = Math.min(this.#states.length - 1, this.#at + 1);
    return this.now;
  }
}
