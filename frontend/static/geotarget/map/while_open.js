import { post } from '../request.js';
import { latestOnly } from './latest.js';

const DELAY_MS = 400;

/**
 * Asks the server about the selection while a section of the panel is open, and not again about the
 * selection that is shown. `box` is marked as busy meanwhile; `kept` is called when it is right again.
 */
export class WhileOpen {
  #selection = null;
  #shown = null;

  constructor(url, { section, box, answered, failed, kept }) {
    this.section = section;
    this.box = box;
    this.kept = kept;
    this.asking = latestOnly((selection, signal) => post(url, { selection }, signal), {
      delay: DELAY_MS,
      answered: (answer, selection) => {
        this.#shown = JSON.stringify(selection);
        answered(answer);
      },
      failed: (error) => {
        this.#shown = null;
        failed(error);
      },
    });
    section.addEventListener('toggle', () => this.#ask());
  }

  /** A selection that has been counted. */
  follow(selection) {
    this.#selection = selection;
    this.#ask();
  }

  /** The selection is changing: what is shown, or still comes, is not about it. */
  wait() {
    this.#selection = null;
    this.asking.cancel();
    this.box.setAttribute('aria-busy', 'true');
  }

  /** Nothing is selected: what was shown is gone. */
  forget() {
    this.wait();
    this.#shown = null;
  }

  #ask() {
    if (!this.section.open || this.#selection === null) {
      return;
    }
    if (this.#shown === JSON.stringify(this.#selection)) {
      this.kept();
    } else {
      this.asking.about(this.#selection);
    }
  }
}
