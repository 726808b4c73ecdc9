import { byId } from '../dom.js';

/** The shape that a person has begun: kept over a reload, and offered to be gone on with once it is left. */
export class Unfinished {
  #isLeft = false;

  /** `store` keeps a pen (pen.js); `goOn(pen, from)` goes on with it; `changed()` hears when it is left or taken up. */
  constructor(store, { goOn, changed }) {
    this.store = store;
    this.goOn = goOn;
    this.changed = changed;
    this.offer = byId('unfinished');
    byId('unfinished-go-on').onclick = () => this.#takeUp();
    byId('unfinished-drop').onclick = () => this.write(null);
    this.offer.hidden = this.read() === null;
  }

  read() {
    return this.store.read();
  }

  /** What is under way, or null: it is no offer (any more). */
  write(pen) {
    this.store.write(pen);
    this.offer.hidden = true;
    this.#note(false);
  }

  /** It is left as it is; null leaves what was there. */
  leave(pen) {
    if (pen !== null) {
      this.store.write(pen);
    }
    this.offer.hidden = this.read() === null;
    this.#note(pen !== null);
  }

  /** Something else has been done since: "undo" is about that. */
  isOver() {
    this.#isLeft = false;
  }

  get isLeft() {
    return this.#isLeft;
  }

  /** What "undo" does where leaving was the last thing done; false where it was not. */
  takeUpAgain() {
    if (this.#isLeft) {
      this.#takeUp();
      return true;
    }
    return false;
  }

  #takeUp() {
    const pen = this.read();
    this.offer.hidden = true;
    this.#note(false);
    this.goOn(pen);
  }

  #note(isLeft) {
    const isNew = isLeft !== this.#isLeft;
    this.#isLeft = isLeft;
    if (isNew) {
      this.changed();
    }
  }
}
