import { byId } from '../dom.js';

/**
 * The shape that a person has begun: kept over a reload, and offered to be gone on with once it is left, also when
 * another has been drawn meanwhile. `before` of a pen is the one that was left before it.
 */
export class Unfinished {
  #isLeft = false;
  /** What is offered. */
  #left;
  #underWay = null;

  /** `store` keeps a pen (pen.js); `goOn(pen)` goes on with it; `changed()` hears when it is left or taken up. */
  constructor(store, { goOn, changed }) {
    this.store = store;
    this.goOn = goOn;
    this.changed = changed;
    this.offer = byId('unfinished');
    byId('unfinished-go-on').onclick = () => this.#takeUp();
    byId('unfinished-drop').onclick = () => this.#drop();
    this.#left = store.read();
    this.#show();
  }

  /** What is under way, or null where nothing is (any more). */
  write(pen) {
    this.#underWay = pen && { ...pen, before: this.#left };
    this.store.write(this.#underWay ?? this.#left);
    this.offer.hidden = pen !== null || this.#left === null;
    this.#note(false);
  }

  /** It is left as it is; null leaves what was there. */
  leave(pen) {
    if (pen !== null) {
      this.#left = { ...pen, before: this.#left };
    }
    this.#underWay = null;
    this.store.write(this.#left);
    this.#show();
    this.#note(pen !== null);
  }

  /** Another tool is taken: what is under way is left, and offered with the rest. */
  putAside() {
    this.#left = this.#underWay ?? this.#left;
    this.#underWay = null;
  }

  /** What was left, where it is of this kind: it is no offer any more. Null where there is none. */
  take(kind) {
    const pen = this.#left?.kind === kind ? this.#left : null;
    if (pen !== null) {
      this.#left = pen.before ?? null;
    }
    return pen;
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
    const pen = this.take(this.#left.kind);
    this.offer.hidden = true;
    this.#note(false);
    this.goOn(pen);
  }

  #drop() {
    this.#left = this.#left.before ?? null;
    this.write(null);
  }

  #show() {
    this.offer.hidden = this.#left === null;
  }

  #note(isLeft) {
    const isNew = isLeft !== this.#isLeft;
    this.#isLeft = isLeft;
    if (isNew) {
      this.changed();
    }
  }
}
