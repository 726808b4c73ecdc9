import { byId } from '../dom.js';
import { post } from '../request.js';
import { gettext } from '../texts.js';
import { shapesFor } from './batches.js';
import { CornerTable } from './corner_table.js';
import { Crosshair } from './crosshair.js';
import { polygonsIn } from './corners.js';
import { penFaultWords } from './draw_words.js';
import { FigureList } from './figure_list.js';
import { featureOf, kindOf } from './figures.js';
import { ParcelEdges } from './parcel_edges.js';
import { penOf } from './pen.js';
import { Shapes } from './shapes.js';
import { addToolbar } from './toolbar.js';
import { Unfinished } from './unfinished.js';
import { ZoneOutlines } from './zone_outlines.js';

const WARNING_MS = 6000;

/**
 * Every way to draw: by mouse, by finger, by keyboard, in the list of shapes, as numbers. What has
 * been drawn is the page's: `drawing()` gives it, `change(shapes, lead)` takes what a person has done,
 * `moving(shapes)` and `stopped()` tell of what is under way, `unfinished` keeps it over a reload, `left()` hears
 * when that can be taken up again or no more; `showShape(shape)` and `showPoint(place)` move the map.
 */
export class DrawTools {
  constructor(map, { urls, limits, shapes_at_once }, page) {
    this.urls = urls;
    this.most = shapes_at_once;
    this.page = page;
    this.shapes = new Shapes(map, {
      changed: (lead = gettext('Area changed')) => this.#settle(this.shapes.all(), lead),
      moving: (unfinished) => this.#follow(this.shapes.all(), unfinished),
      stopped: () => page.stopped(),
      ended: () => this.begun.write(null),
      refused: (fault) => this.warn(penFaultWords(fault)),
      righted: () => {
        this.#unwarn();
        page.left();
      },
    });
    this.begun = new Unfinished(page.unfinished, { goOn: (pen) => this.#goOn(pen), changed: () => page.left() });
    this.outlines = new ZoneOutlines(map, urls.zones, shapes_at_once);
    const shared = { shapes: () => page.drawing().shapes, changed: (shapes, lead) => this.put(shapes, lead) };
    this.list = new FigureList({ ...shared, locate: (shape) => page.showShape(shape), join: () => this.#join() });
    this.corners = new CornerTable(map, { ...shared, limits });
    this.edges = new ParcelEdges(map, urls.edges, { isWanted: () => this.isBusy });
    this.crosshair = this.#crosshair(map, shared);
    addToolbar(map, document.documentElement.lang, { start: (kind, button) => this.#byHand(kind, button), leave: () => this.#leave() });
    map.on('pm:drawstart pm:globaleditmodetoggled', () => this.edges.follow());
    document.addEventListener('keydown', (event) => event.key === 'Escape' && !event.defaultPrevented && !event.target.closest('input, select, textarea, dialog') && this.#leave());
  }

  get mode() {
    return this.shapes.mode;
  }

  setMode(mode) {
    this.shapes.setMode(mode);
  }

  /** Whether a click on the map belongs to drawing. */
  get isBusy() {
    return this.shapes.isBusy || this.crosshair.isOn;
  }

  /** Let a person point at a place with the cross-hair; `chosen(place)` takes it. */
  point(chosen) {
    this.shapes.stop();
    this.crosshair.point(chosen);
  }

  /** Take back the last point of what is not done yet, or go on with what was just left; false where there is nothing. */
  takeBack() {
    return this.crosshair.erase() || this.shapes.erase() || this.begun.takeUpAgain();
  }

  /** Whether `takeBack` has something to do. */
  get hasBegun() {
    return this.crosshair.hasPoints || this.shapes.isBegun || this.begun.isLeft;
  }

  /** The drawing has been changed: what was said of it before is over. */
  isOver() {
    this.begun.isOver();
    this.#unwarn();
  }

  /** Show a drawing that comes from elsewhere: undo, storage, a pasted area. */
  replace(shapes) {
    this.shapes.replace(shapes);
  }

  /** What shows the drawing follows it. */
  show({ shapes }) {
    this.outlines.show(shapes);
    this.list.show();
    this.corners.show();
  }

  /** Shapes as a person has made them other than on the map. */
  put(shapes, lead) {
    this.shapes.replace(shapes);
    this.page.change(shapes, lead);
  }

  warn(message) {
    byId('draw-warning').textContent = message;
    clearTimeout(this.warning);
    this.warning = setTimeout(() => this.#unwarn(), WARNING_MS);
  }

  #unwarn() {
    clearTimeout(this.warning);
    byId('draw-warning').textContent = '';
  }

  /** Escape and the button of a tool leave the tool by mouse; what was begun can be taken up again. */
  #leave() {
    if (this.shapes.isBusy) {
      const { begun } = this.shapes;
      this.shapes.stop();
      this.begun.leave(begun);
    }
  }

  #goOn(pen) {
    const [longitude, latitude] = pen.points.at(-1);
    this.page.showPoint([longitude, latitude]);
    this.crosshair.start(pen.kind, { pen, from: byId('unfinished-go-on') });
    this.edges.follow();
  }

  #crosshair(map, shared) {
    return new Crosshair(map, {
      ...shared,
      edges: () => this.edges.lines,
      lines: () => [...this.edges.lines, ...this.page.drawing().shapes.flatMap((shape) => polygonsIn(shape.geometry).flat())],
      made: (shape, kind) => this.#made(shape, kind),
      moving: (shape) => this.#follow(this.page.drawing().shapes, shape && { mode: this.mode, ...shape }),
      stopped: () => this.page.stopped(),
      kept: (pen) => {
        this.#unwarn();
        this.begun.write(pen.points.length > 0 ? pen : null);
        this.page.left();
      },
      left: (pen) => this.begun.leave(pen.points.length > 0 ? pen : null),
      warn: (words) => this.warn(words),
    });
  }

  /** What is under way is counted and shown, and outlives a reload. */
  #follow(shapes, unfinished) {
    const all = unfinished === null ? shapes : [...shapes, unfinished];
    const pen = penOf(unfinished);
    if (pen !== null && !this.crosshair.isOn) {
      this.begun.write(pen);
    }
    this.outlines.show(all);
    this.page.moving(all);
  }

  #byHand(kind, button) {
    this.begun.putAside();
    this.shapes.stop();
    if (kind === 'remove') {
      this.list.focusFirst();
    } else {
      this.crosshair.start(kind, { from: button, pen: this.begun.take(kind) });
      this.edges.follow();
    }
  }

  #made(shape, kind) {
    if (kind === 'cut') {
      this.#cut(shape);
      return;
    }
    this.put([...this.page.drawing().shapes, { mode: this.mode, ...shape }], gettext('Area drawn'));
    this.#askWidth(shape);
  }

  #askWidth(shape) {
    if (shape.zone) {
      this.list.focusWidth();
    }
  }

  /** Geoman has drawn something: a line's zone is what a person wants to set next. */
  #settle(shapes, lead) {
    const before = this.page.drawing().shapes.length;
    this.page.change(shapes, lead);
    if (shapes.length > before && kindOf(shapes.at(-1)) === 'line') {
      this.list.focusWidth();
    }
  }

  async #cut(piece) {
    const shapes = this.page.drawing().shapes;
    const areas = shapes.filter((shape) => kindOf(shape) === 'area');
    if (areas.length === 0) {
      this.warn(gettext('There is no area to cut. Take an area away from a zone instead.'));
      return;
    }
    const cut = (features) => post(this.urls.cut, { features, piece: featureOf(piece) });
    const cutAreas = await this.#answered(shapesFor(areas.map(({ geometry }) => featureOf({ geometry })), this.most, cut));
    if (cutAreas !== null) {
      const left = new Map(areas.map((shape, at) => [shape, cutAreas[at]]));
      const all = shapes.map((shape) => (left.has(shape) ? { ...shape, geometry: left.get(shape) } : shape));
      this.put(all.filter(({ geometry }) => geometry !== null), gettext('Hole cut'));
    }
  }

  /** One shape of all that are included, one of all that are taken away. */
  async #join() {
    const { shapes } = this.page.drawing();
    const made = [];
    for (const mode of ['include', 'exclude']) {
      const own = shapes.filter((shape) => shape.mode === mode);
      if (own.length < 2) {
        made.push(...own);
        continue;
      }
      const answer = await this.#answered(post(this.urls.join, { shapes: { type: 'FeatureCollection', features: own.map(featureOf) } }));
      if (answer === null) {
        return;
      }
      made.push({ mode, geometry: answer.shape });
    }
    this.put(made, gettext('Shapes joined'));
  }

  /** The answer, or null after saying why there is none; the drawing stays as it was. */
  async #answered(asked) {
    const { shapes } = this.page.drawing();
    try {
      const answer = await asked;
      if (this.page.drawing().shapes === shapes) {
        return answer;
      }
    } catch (error) {
      this.warn(error.message);
    }
    return null;
  }
}
