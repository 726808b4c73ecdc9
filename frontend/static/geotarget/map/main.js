import { byId, settingsOf } from '../dom.js';
import { post } from '../request.js';
import { gettext } from '../texts.js';
import { Adjusting } from './adjusting.js';
import { Comparison } from './compare.js';
import { Counts } from './counts.js';
import { DrawTools } from './draw_tools.js';
import { EMPTY, isBlank, isEmpty, selectionOf } from './drawing.js';
import { FilterForm } from './filters.js';
import { FreezeForm, withoutAddress } from './freeze.js';
import { boxOf, cornersOf } from './geojson.js';
import { History } from './history.js';
import { latestOnly } from './latest.js';
import { SelectedList } from './list.js';
import { NeighboursTool } from './neighbours.js';
import { Overlaps } from './overlaps.js';
import { Overlay } from './overlay.js';
import { Paste } from './paste.js';
import { PastedList } from './pasted_list.js';
import { PerChoice } from './per.js';
import { Picking } from './picking.js';
import { Points } from './points.js';
import { SavedArea } from './saved_area.js';
import { Search } from './search.js';
import { Split } from './split.js';
import { onMap } from './start.js';
import { storageFor } from './storage.js';
import { listenForUndo } from './undo_keys.js';
import { Upload } from './upload.js';

const COUNT_DELAY_MS = 60;
const NEAR_ZOOM = 17;
const STILL = globalThis.matchMedia('(prefers-reduced-motion: reduce)');

/** Brings the parts of the page together: one drawing, and everything that shows it. */
class MapPage {
  constructor(map, settings) {
    const { urls } = settings;
    this.map = map;
    this.storage = storageFor(settings.organisation, settings.user);
    this.history = new History(this.storage.read());
    this.overlay = new Overlay(map);
    this.points = new Points(map, urls.points, this.overlay);
    this.tools = new DrawTools(map, settings, {
      drawing: () => this.drawing,
      change: (shapes, lead) => this.change({ shapes }, lead),
      moving: (shapes) => this.#follow(shapes),
      stopped: () => this.isMoving && this.refresh(),
      showShape: ({ geometry }) => this.showBox(boxOf([geometry])),
      showPoint: (place) => this.showPoint(place),
      unfinished: this.storage.unfinished,
    });
    this.counts = new Counts({ retry: () => this.refresh(), showPlace: (place) => this.showPoint(place, true) });
    this.list = new SelectedList(urls.group, {
      selection: () => selectionOf(this.drawing),
      locate: (point) => this.#look(() => this.showPoint(point)),
      actOf: (address) => this.adjusting.actOf(address),
    });
    this.adjusting = new Adjusting(map, urls, this);
    this.per = new PerChoice((per) => this.change({ per }, gettext('Changed')));
    this.comparison = new Comparison(map, urls, this);
    this.filters = new FilterForm({ changed: (filters, lead) => this.change({ filters }, lead) });
    this.sections = [this.comparison, new Split(urls.split)];
    this.neighbours = new NeighboursTool(map, urls, this);
    this.freeze = new FreezeForm(urls.freeze, {
      selection: () => selectionOf(this.drawing),
      frozen: (url) => {
        this.storage.clear();
        location.assign(url);
      },
    });
    this.picking = new Picking(map, urls, {
      drawing: () => this.drawing,
      change: (parts, lead) => this.change(parts, lead),
      put: (shapes, lead, parts) => this.#put(shapes, lead, parts),
      showBox: (box) => this.showBox(box),
    });
    this.overlaps = new Overlaps(map, urls);
    this.savedArea = new SavedArea(urls.save, {
      drawing: () => this.drawing,
      saved: (saved, before) => this.#noteSaved(saved, before),
    });
    this.#askers(urls);
    this.#panel(urls);
    this.restore(this.drawing);
    byId('kept-note').hidden = isBlank(this.drawing);
    if (settings.opened !== null) {
      this.#open(settings.opened);
    }
  }

  get drawing() {
    return this.history.now;
  }

  /** A finished change by a person: kept for undo and reload, then counted. */
  change(parts, lead) {
    byId('kept-note').hidden = true;
    this.history.add({ ...this.drawing, ...parts });
    this.storage.write(this.drawing);
    this.refresh(lead);
  }

  /** Show a drawing that comes from undo, redo or storage. */
  restore(drawing, lead = '') {
    this.tools.replace(drawing.shapes);
    this.storage.write(drawing);
    this.refresh(lead);
  }

  refresh(lead = '') {
    const { drawing } = this;
    this.isMoving = false;
    byId('undo').toggleAttribute('disabled', !this.history.canUndo);
    byId('redo').toggleAttribute('disabled', !this.history.canRedo);
    byId('clear').toggleAttribute('disabled', isBlank(drawing));
    this.comparison.showRule(drawing.rule);
    this.filters.show(drawing.filters);
    this.picking.show(drawing);
    this.tools.show(drawing);
    this.neighbours.show(drawing);
    this.savedArea.show(drawing);
    this.adjusting.show();
    this.per.show(drawing);
    this.overlay.showPlace(null);
    this.sections.forEach((section) => section.wait());
    if (isEmpty(drawing)) {
      this.#showNothing(drawing, lead);
    } else {
      this.freeze.wait();
      this.#count(drawing, { lead });
    }
  }

  showBox(box) {
    this.map.fitBounds(cornersOf(box), { maxZoom: NEAR_ZOOM, padding: [30, 30], animate: !STILL.matches });
  }

  showPoint([longitude, latitude], isFault = false) {
    this.map.setView([latitude, longitude], Math.max(this.map.getZoom(), NEAR_ZOOM), { animate: !STILL.matches });
    this.overlay.showPlace(isFault ? [longitude, latitude] : null);
  }

  /** Where the panel stands below the map, a person who asks to see a place is brought to the map. */
  #look(show) {
    this.map.getContainer().scrollIntoView({ block: 'nearest' });
    show();
  }

  /** Shapes {geometry, zone?}, included or taken away as a person has chosen. */
  addAreas(shapes) {
    const added = shapes.map((shape) => ({ mode: this.tools.mode, ...shape }));
    this.tools.put([...this.drawing.shapes, ...added], gettext('Area added'));
    const box = boxOf(shapes.map(({ geometry }) => geometry));
    if (box !== null) {
      this.showBox(box);
    }
  }

  #put(shapes, lead, parts) {
    this.tools.replace(shapes);
    this.change({ shapes, ...parts }, lead);
  }

  #askers(urls) {
    this.counting = latestOnly(({ drawing }, signal) => post(urls.count, { selection: selectionOf(drawing) }, signal), {
      delay: COUNT_DELAY_MS,
      answered: (answer, state) => this.#counted(answer, state),
      failed: (error, state) => this.#failed(error, state),
    });
    this.listing = latestOnly(({ drawing }, signal) => post(urls.selected, { selection: selectionOf(drawing) }, signal), {
      delay: 0,
      answered: ({ groups, suggested_name, adjusted }, { addresses }) => {
        this.list.show(groups);
        this.adjusting.settle(adjusted);
        this.freeze.suggest(suggested_name);
        this.#allow(addresses);
      },
      failed: (error, { addresses }) => {
        this.list.fail(error);
        this.#allow(addresses);
      },
    });
  }

  #panel(urls) {
    this.search = new Search(urls.search, this.picking, {
      showBox: (box) => this.#look(() => this.showBox(box)),
      showPoint: (point) => this.#look(() => this.showPoint(point)),
      adding: () => this.adjusting.adding(),
    });
    this.pasted = new PastedList(urls.pasted, { pick: (found, lead) => this.picking.together(found, lead) });
    this.paste = new Paste(urls.count, {
      add: (shapes) => this.addAreas(shapes),
      showPlace: (place) => (place === null ? this.overlay.showPlace(null) : this.showPoint(place, true)),
    });
    this.upload = new Upload(this.map, this);
    const undo = () => this.tools.erase() || this.restore(this.history.undo(), gettext('Undone'));
    const redo = () => this.restore(this.history.redo(), gettext('Done again'));
    byId('undo').onclick = undo;
    byId('redo').onclick = redo;
    listenForUndo({ undo, redo });
    byId('clear').onclick = () => this.#clear();
    document.querySelectorAll('[name=mode]').forEach((radio) => {
      radio.onchange = () => this.tools.setMode(radio.value);
    });
  }

  #allow(addresses) {
    this.freeze.allow(addresses > 0, addresses > 0 ? '' : withoutAddress(this.drawing));
  }

  #clear() {
    this.tools.replace([]);
    this.change({ ...EMPTY, rule: this.drawing.rule, saved: null }, gettext('Cleared'));
  }

  /** A saved area takes the place of what was here, which "undo" brings back; a reload keeps it. */
  #open(drawing) {
    this.history.add(drawing);
    const box = boxOf(drawing.shapes.map(({ geometry }) => geometry));
    if (box === null) {
      this.neighbours.comeIntoView();
    }
    this.restore(drawing);
    byId('kept-note').hidden = true;
    globalThis.history.replaceState(null, '', location.pathname);
    if (box !== null) {
      this.showBox(box);
    }
  }

  #noteSaved(saved, before) {
    this.history.note({ saved }, (state) => (state.saved?.id ?? null) === (before?.id ?? null));
    this.storage.write(this.drawing);
    this.savedArea.show(this.drawing);
  }

  /** Count while a person draws or moves something: the shapes as they are for now. */
  #follow(shapes) {
    this.isMoving = true;
    this.sections.forEach((section) => section.wait());
    const drawing = { ...this.drawing, shapes };
    if (!isEmpty(drawing)) {
      this.#count(drawing, { isUnfinished: true });
    }
  }

  #count(drawing, { lead = '', isUnfinished = false } = {}) {
    this.counts.waiting();
    this.counting.about({ drawing, lead, isUnfinished });
  }

  #counted(answer, { drawing, lead, isUnfinished }) {
    this.counts.show(answer);
    this.per.count(answer.words.copies);
    this.overlay.showShape(answer.shape);
    this.points.follow(selectionOf(drawing));
    if (!isUnfinished) {
      this.listing.about({ drawing, addresses: answer.addresses });
      this.counts.announce(answer, lead);
      this.sections.forEach((section) => section.follow(selectionOf(drawing)));
      this.overlaps.follow(selectionOf(drawing), drawing.saved?.id ?? null);
    }
  }

  /** A shape that is still being drawn may be wrong for a moment: only a finished one is told. */
  #failed(error, { isUnfinished }) {
    if (isUnfinished && error.status === 422) {
      this.counts.box.removeAttribute('aria-busy');
      return;
    }
    this.freeze.allow(false);
    [...this.sections, this.overlaps].forEach((section) => section.clear());
    this.counts.fail(error);
    this.overlay.showPlace(error.place);
  }

  #showNothing({ shapes }, lead) {
    this.counting.cancel();
    this.listing.cancel();
    this.counts.empty(shapes.length > 0, lead);
    this.list.clear();
    this.adjusting.settle([]);
    this.per.count('');
    [...this.sections, this.overlaps].forEach((section) => section.clear());
    this.points.clear();
    this.overlay.showShape(null);
    this.freeze.allow(false);
    this.freeze.suggest('');
  }
}

const settings = settingsOf('map-settings');
onMap(settings, (map) => new MapPage(map, settings));
