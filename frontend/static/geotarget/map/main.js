import { byId, settingsOf } from '../dom.js';
import { gettext } from '../texts.js';
import { Adjusting } from './adjusting.js';
import { Comparison } from './compare.js';
import { Counting } from './counting.js';
import { Counts } from './counts.js';
import { DrawTools } from './draw_tools.js';
import { EMPTY, isBlank, isEmpty, selectionOf } from './drawing.js';
import { FilterForm } from './filters.js';
import { FreezeForm } from './freeze.js';
import { boxOf, cornersOf } from './geojson.js';
import { History } from './history.js';
import { SelectedList } from './list.js';
import { NeighboursTool } from './neighbours.js';
import { Overlaps } from './overlaps.js';
import { Overlay } from './overlay.js';
import { Paste } from './paste.js';
import { PastedList } from './pasted_list.js';
import { PerChoice } from './per.js';
import { Picking } from './picking.js';
import { Points } from './points.js';
import { SameProperty } from './same_property.js';
import { SavedArea } from './saved_area.js';
import { Search } from './search.js';
import { Split } from './split.js';
import { onMap } from './start.js';
import { storageFor } from './storage.js';
import { listenForUndo } from './undo_keys.js';
import { Upload } from './upload.js';

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
      left: () => this.#showUndo(),
      showShape: ({ geometry }) => this.showBox(boxOf([geometry])),
      showPoint: (place) => this.showPoint(place),
      unfinished: this.storage.unfinished,
    });
    this.counts = new Counts({ retry: () => this.refresh(), showPlace: (place) => this.showPoint(place, 'fault-mark') });
    this.list = new SelectedList(urls.group, {
      selection: () => selectionOf(this.drawing),
      locate: (point) => this.look(() => this.showPoint(point)),
      actOf: (address) => this.adjusting.actOf(address),
    });
    this.adjusting = new Adjusting(map, urls, this);
    this.per = new PerChoice((per) => this.change({ per }, gettext('Changed')));
    this.comparison = new Comparison(map, urls, this);
    this.filters = new FilterForm({ changed: (filters, lead) => this.change({ filters }, lead) });
    this.sections = [this.comparison, new Split(urls.split), new SameProperty(urls.same_property, this)];
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
    this.counting = new Counting(urls, this);
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
    this.tools.isOver();
    this.history.add({ ...this.drawing, ...parts });
    this.storage.write(this.drawing);
    this.refresh(lead);
  }

  /** Show a drawing that comes from undo, redo or storage. */
  restore(drawing, lead = '') {
    this.tools.replace(drawing.shapes);
    this.tools.isOver();
    this.storage.write(drawing);
    this.refresh(lead);
  }

  refresh(lead = '') {
    const { drawing } = this;
    this.isMoving = false;
    this.#showUndo();
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
      this.counting.nothing(drawing, lead);
    } else {
      this.counting.about(drawing, lead);
    }
  }

  showBox(box) {
    this.map.fitBounds(cornersOf(box), { maxZoom: NEAR_ZOOM, padding: [30, 30], animate: !STILL.matches });
  }

  /** `mark`: what kind of sign is put there; none where it is ''. */
  showPoint([longitude, latitude], mark = '') {
    this.map.setView([latitude, longitude], Math.max(this.map.getZoom(), NEAR_ZOOM), { animate: !STILL.matches });
    this.overlay.showPlace(mark === '' ? null : [longitude, latitude], mark);
  }

  /** Where the panel stands below the map, a person who asks to see a place is brought to the map. */
  look(show) {
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

  #panel(urls) {
    this.search = new Search(urls.search, this.picking, {
      showBox: (box) => this.look(() => this.showBox(box)),
      showPoint: (point) => this.look(() => this.showPoint(point)),
      showPlace: (point) => this.look(() => this.showPoint(point, 'place-mark')),
      neighbours: (number) => this.neighbours.find(number),
      adding: () => this.adjusting.adding(),
    });
    this.pasted = new PastedList(urls.pasted, { pick: (found, lead) => this.picking.together(found, lead) });
    this.paste = new Paste(urls.count, {
      add: (shapes) => this.addAreas(shapes),
      showPlace: (place) => (place === null ? this.overlay.showPlace(null) : this.showPoint(place, 'fault-mark')),
    });
    this.upload = new Upload(this.map, this);
    const undo = () => this.tools.takeBack() || this.restore(this.history.undo(), gettext('Undone'));
    const redo = () => this.restore(this.history.redo(), gettext('Done again'));
    byId('undo').onclick = undo;
    byId('redo').onclick = redo;
    listenForUndo({ undo, redo });
    byId('clear').onclick = () => this.#clear();
    document.querySelectorAll('[name=mode]').forEach((radio) => {
      radio.onchange = () => this.tools.setMode(radio.value);
    });
  }

  #clear() {
    this.tools.replace([]);
    this.change({ ...EMPTY, rule: this.drawing.rule, filters: null, saved: null }, gettext('Cleared'));
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

  #showUndo() {
    byId('undo').toggleAttribute('disabled', !this.history.canUndo && !this.tools?.hasBegun);
    byId('redo').toggleAttribute('disabled', !this.history.canRedo);
  }

  /** Count while a person draws or moves something: the shapes as they are for now. */
  #follow(shapes) {
    this.isMoving = true;
    this.#showUndo();
    this.sections.forEach((section) => section.wait());
    const drawing = { ...this.drawing, shapes };
    if (!isEmpty(drawing)) {
      this.counting.moving(drawing);
    }
  }
}

const settings = settingsOf('map-settings');
onMap(settings, (map) => new MapPage(map, settings));
