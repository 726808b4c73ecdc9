import { byId } from '../dom.js';
import { gettext } from '../texts.js';
import { faultWords, tooFewWords } from './corner_words.js';
import { CrosshairMarks } from './crosshair_marks.js';
import { howTo, kindName, legWords, penFaultWords, pointWords, takenWords } from './draw_words.js';
import { put, removed, takeNearest } from './held_corner.js';
import { finished, newPen, shapeOf, withPoint, withoutLast } from './pen.js';
import { nearestOf, snapped } from './snap.js';

const STEP = 10;
const LONG_STEP = 80;
const REACH = 12;
const QUIET_MS = 700;
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * Drawing without a mouse: a cross-hair stays in the middle of the map, the map moves under it, by
 * arrows or by a finger. What is drawn comes point by point; with the kinds 'corners' and 'shapes'
 * something drawn is taken and put elsewhere.
 */
export class Crosshair {
  #pen = newPen('polygon');
  #held = null;
  #kind = null;
  #back = null;
  #chosen = null;

  /**
   * `shapes()` are those of the drawing, `lines()` what a point keeps to; `made(shape, kind)` takes a
   * new shape, `changed(shapes, lead)` a change, `moving(shape)` what is not done, `kept(pen)` and `left(pen)` its points.
   */
  constructor(map, acts) {
    this.map = map;
    this.acts = acts;
    this.marks = new CrosshairMarks(map);
    this.box = map.getContainer();
    this.box.setAttribute('aria-describedby', 'crosshair-hint');
    this.bar = byId('crosshair-bar');
    this.said = byId('crosshair-said');
    this.#showTool(false);
    this.#listen();
  }

  get isOn() {
    return this.#kind !== null;
  }

  get hasPoints() {
    return this.isOn && this.#pen.points.length > 0;
  }

  start(kind, { pen = null, from = document.activeElement } = {}) {
    this.stop({ isBack: false });
    this.#kind = kind;
    this.#back = from;
    this.#pen = pen ?? newPen(kind);
    this.#showTool(true);
    byId('crosshair-title').textContent = kindName(kind);
    this.box.focus({ preventScroll: true });
    this.bar.parentElement.scrollIntoView({ block: 'nearest' });
    this.bar.scrollIntoView({ block: 'nearest' });
    this.#say(`${kindName(kind)}. ${howTo(kind)} ${gettext('The arrows move, Shift moves further, Enter marks, Escape leaves.')}`);
    if (pen !== null) {
      this.#grow(pen);
    }
    this.#show();
  }

  /** Nothing is drawn: `chosen(place)` takes the place that is marked. */
  point(chosen) {
    this.start('place');
    this.#chosen = chosen;
  }

  stop({ isBack = true } = {}) {
    if (this.isOn) {
      this.#close({ isBack });
      this.acts.stopped();
    }
  }

  #close({ isBack = true } = {}) {
    clearTimeout(this.timer); // what is still to be said would speak over the next tool
    this.#kind = null;
    this.#held = null;
    this.marks.clear();
    this.#showTool(false);
    if (isBack && this.#back?.isConnected) {
      this.#back.focus();
    }
  }

  /** Take the last point back; false where there is none. */
  erase() {
    if (!this.hasPoints) {
      return false;
    }
    this.#grow(withoutLast(this.#pen));
    this.#say(gettext('Last point removed'));
    return true;
  }

  #listen() {
    this.box.addEventListener('keydown', (event) => this.isOn && event.target === this.box && this.#press(event), { capture: true });
    this.bar.addEventListener('keydown', (event) => event.key === 'Escape' && this.#leave());
    this.map.on('move', () => this.isOn && this.#show());
    this.map.on('moveend', () => this.isOn && this.#tellPlace());
    this.map.on('click', ({ latlng }) => this.isOn && this.#mark([latlng.lng, latlng.lat]));
    byId('crosshair-add').onclick = () => this.#mark(this.#middle);
    byId('crosshair-pick').onclick = () => this.#pick();
    byId('crosshair-remove').onclick = () => this.#remove();
    byId('crosshair-finish').onclick = () => this.#take(finished(this.#pen));
    byId('crosshair-leave').onclick = () => this.#leave();
  }

  #press(event) {
    const { key, shiftKey } = event;
    const acts = { Enter: () => this.#mark(this.#middle), ' ': () => this.#pick(), Delete: () => this.#remove(), Backspace: () => this.#remove(), Escape: () => this.#leave() };
    if (event.ctrlKey || event.metaKey || event.altKey || !(key in ARROWS || key in acts)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (key in ARROWS) {
      const step = shiftKey ? LONG_STEP : STEP;
      this.map.panBy(ARROWS[key].map((way) => way * step), { animate: false });
    } else {
      acts[key]();
    }
  }

  get #middle() {
    const { lng, lat } = this.map.getCenter();
    return [rounded(lng), rounded(lat)];
  }

  get #isMoving() {
    return this.#kind === 'corners' || this.#kind === 'shapes';
  }

  #measure = ([longitude, latitude]) => {
    const { x, y } = this.map.latLngToContainerPoint([latitude, longitude]);
    return [x, y];
  };

  /** Enter, the button or a tap: a point, or what is held comes down. */
  #mark(place) {
    if (this.#kind === 'place') {
      this.#close();
      this.#chosen(place);
      return;
    }
    if (this.#isMoving) {
      this.#putDown(place);
      return;
    }
    const lines = [...this.acts.lines(), this.#pen.points];
    this.#take(withPoint(this.#pen, snapped(lines, place.map(rounded), this.#measure, REACH)));
  }

  #take({ pen, fault, shape }) {
    const before = this.#pen;
    if (fault !== null) {
      this.#refuse(penFaultWords(fault));
    } else if (shape !== null) {
      const kind = this.#kind;
      this.acts.kept(pen);
      this.#close();
      this.acts.made(shape, kind);
    } else {
      this.#grow(pen);
      this.#say(pointWords(pen, before));
    }
  }

  #grow(pen) {
    this.#pen = pen;
    this.acts.kept(pen);
    this.#show();
    if (this.#kind !== 'cut') {
      this.acts.moving(shapeOf(pen));
    }
  }

  /** Space: the nearest corner is taken, or the cross-hair goes there while something is drawn. */
  #pick() {
    if (this.#kind === 'place') {
      return;
    }
    if (this.#isMoving) {
      this.#held = takeNearest(this.acts.shapes(), this.#middle, this.#measure, { isWhole: this.#kind === 'shapes' });
      if (this.#held === null) {
        this.#refuse(gettext('Nothing is drawn yet.'));
        return;
      }
      this.#goTo(this.#held.from);
      this.#say(takenWords(this.#held));
      return;
    }
    const near = nearestOf([...this.#pen.points, ...this.acts.lines().flat()], this.#middle, this.#measure);
    if (near === null) {
      this.#refuse(gettext('There is no corner to go to.'));
      return;
    }
    this.#goTo(near.position);
    this.#say(gettext('At the nearest corner. Enter marks it.'));
  }

  #goTo([longitude, latitude]) {
    this.map.panTo([latitude, longitude], { animate: false });
    this.#show();
  }

  #putDown(place) {
    if (this.#held === null) {
      this.#pick();
      return;
    }
    this.#change(put(this.acts.shapes(), this.#held, snapped(this.acts.edges(), place.map(rounded), this.#measure, REACH)), gettext('Moved'));
  }

  #remove() {
    if (!this.#isMoving) {
      if (!this.erase()) {
        this.#refuse(gettext('There is no point to remove.'));
      }
    } else if (this.#held?.corner === undefined) {
      this.#refuse(gettext('Take a corner with Space first.'));
    } else {
      this.#change(removed(this.acts.shapes(), this.#held), gettext('Corner removed'));
    }
  }

  #change({ shapes, fault }, lead) {
    if (fault) {
      this.#refuse(fault === 'few' ? tooFewWords(this.acts.shapes()[this.#held.shape].geometry) : faultWords(fault));
      return;
    }
    this.#held = null;
    this.acts.changed(shapes, lead);
    this.#show();
  }

  /** The first Escape lets go of what is held; what has been marked is kept for another time. */
  #leave() {
    if (this.#held !== null) {
      this.#held = null;
      this.#show();
      this.#say(gettext('Let go; nothing is changed.'));
      return;
    }
    this.stop();
    this.acts.left(this.#pen);
  }

  #show() {
    const place = this.#middle;
    const isHolding = this.#held !== null;
    this.marks.show({ pen: this.#pen, place, held: isHolding ? put(this.acts.shapes(), this.#held, place).shapes?.[this.#held.shape] ?? null : null });
    const isPlace = this.#kind === 'place';
    byId('crosshair-finish').hidden = this.#isMoving || ['circle', 'rectangle', 'place'].includes(this.#kind);
    byId('crosshair-remove').hidden = isPlace;
    byId('crosshair-pick').hidden = isPlace;
    byId('crosshair-remove').toggleAttribute('disabled', this.#isMoving ? !isHolding : this.#pen.points.length === 0);
    byId('crosshair-add').textContent = isHolding ? gettext('Put it down') : isPlace ? gettext('Choose what is at the centre') : gettext('Add point at the centre');
    byId('crosshair-add').hidden = this.#isMoving && !isHolding;
    byId('crosshair-remove').textContent = this.#isMoving ? gettext('Remove corner') : gettext('Remove last point');
  }

  #tellPlace() {
    clearTimeout(this.timer);
    const from = this.#held?.from ?? this.#pen.points.at(-1);
    if (from !== undefined) {
      this.timer = setTimeout(() => this.isOn && this.#say(legWords(from, this.#middle)), QUIET_MS);
    }
  }

  #showTool(isOn) {
    byId('crosshair').hidden = !isOn;
    this.bar.hidden = !isOn;
    this.box.toggleAttribute('data-crosshair', isOn);
    // Two quick points are two points, no double click.
    this.map.doubleClickZoom[isOn ? 'disable' : 'enable']();
    this.box.setAttribute('role', isOn ? 'application' : 'group');
    this.box.setAttribute('aria-label', isOn ? gettext('Map with cross-hair') : gettext('Map. The arrows move it, plus and minus zoom, Enter opens what is in the middle.'));
    byId('crosshair-hint').textContent = isOn ? howTo(this.#kind) : '';
  }

  #refuse(words) {
    this.acts.warn(words);
  }

  #say(words) {
    this.said.textContent = words;
  }
}

function rounded(value) {
  return Number(value.toFixed(8));
}
