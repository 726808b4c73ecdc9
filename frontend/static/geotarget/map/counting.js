import { post } from '../request.js';
import { selectionOf } from './drawing.js';
import { latestOnly } from './latest.js';
import { withoutAddress } from './freeze.js';

const COUNT_DELAY_MS = 60;

/** Counts the drawing, finished or not, and has everything on the page that hangs on the count follow. */
export class Counting {
  /** `page` has the drawing, and the parts that show what is counted (main.js). */
  constructor(urls, page) {
    this.page = page;
    const about = (url) => ({ drawing }, signal) => post(url, { selection: selectionOf(drawing) }, signal);
    this.counting = latestOnly(about(urls.count), {
      delay: COUNT_DELAY_MS,
      answered: (answer, state) => this.#counted(answer, state),
      failed: (error, state) => this.#failed(error, state),
    });
    this.listing = latestOnly(about(urls.selected), {
      delay: 0,
      answered: (answer, state) => this.#listed(answer, state),
      failed: (error, state) => this.#unlisted(error, state),
    });
  }

  /** A finished drawing, and what led to it. */
  about(drawing, lead) {
    this.page.freeze.wait();
    this.#ask({ drawing, lead, isUnfinished: false });
  }

  /** One that a person is still drawing or moving. */
  moving(drawing) {
    this.#ask({ drawing, lead: '', isUnfinished: true });
  }

  nothing({ shapes }, lead) {
    const { page } = this;
    this.counting.cancel();
    this.listing.cancel();
    page.counts.empty(shapes.length > 0, lead);
    page.list.clear();
    page.adjusting.settle([]);
    page.per.count('');
    this.#clearSections();
    page.points.clear();
    page.overlay.showShape(null);
    page.freeze.allow(false);
    page.freeze.suggest('');
  }

  #ask(state) {
    this.page.counts.waiting();
    this.counting.about(state);
  }

  #counted(answer, { drawing, lead, isUnfinished }) {
    const { page } = this;
    const selection = selectionOf(drawing);
    page.counts.show(answer);
    page.per.count(answer.words.copies);
    page.overlay.showShape(answer.shape);
    page.points.follow(selection);
    if (!isUnfinished) {
      this.listing.about({ drawing, addresses: answer.addresses });
      page.counts.announce(answer, lead);
      page.sections.forEach((section) => section.follow(selection));
      page.overlaps.follow(selection, drawing.saved?.id ?? null);
    }
  }

  /** A shape that is still being drawn may be wrong for a moment: only a finished one is told. */
  #failed(error, { isUnfinished }) {
    const { page } = this;
    if (isUnfinished && error.status === 422) {
      page.counts.settle();
      return;
    }
    page.freeze.allow(false);
    this.#clearSections();
    page.counts.fail(error);
    page.overlay.showPlace(error.place);
  }

  #listed({ groups, suggested_name, adjusted }, state) {
    const { page } = this;
    page.list.show(groups);
    page.adjusting.settle(adjusted);
    page.freeze.suggest(suggested_name);
    this.#allow(state);
  }

  #unlisted(error, state) {
    this.page.list.fail(error);
    this.#allow(state);
  }

  #allow({ addresses, drawing }) {
    this.page.freeze.allow(addresses > 0, addresses > 0 ? '' : withoutAddress(drawing));
  }

  #clearSections() {
    [...this.page.sections, this.page.overlaps].forEach((section) => section.clear());
  }
}
