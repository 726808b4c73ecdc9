/* global L */
import { byId } from '../dom.js';
import { postFile } from '../request.js';
import { filled, gettext, ngettext } from '../texts.js';
import { boxOf } from './geojson.js';
import { quietPane } from './start.js';
import { layerChoices } from './upload_choices.js';
import { chosenIn, isUsable, partsOf, summaryOf } from './upload_report.js';
import { UploadZones } from './upload_zones.js';

const STYLES = {
  good: { color: '#0b4f8a', weight: 2, dashArray: '2 5', fill: false },
  bad: { color: '#8a1c0c', weight: 3, dashArray: '9 6', fill: false },
  proposed: { color: '#1b5e20', weight: 2, dashArray: '4 4', fill: false },
};

/**
 * An area from a file. The server reads it and says what is in it; nothing becomes part of the
 * drawing before a person has seen and chosen it. What is wrong is told with its place, and a repair
 * is only proposed, beside the shape that it is of.
 */
export class Upload {
  #file = null;
  #reading = null;
  #report = null;

  /** `page` adds areas, shows boxes and places, and brings a person to the map (main.js). */
  constructor(map, page) {
    this.page = page;
    this.marks = L.layerGroup([]).addTo(map);
    this.pane = quietPane(map, 'upload');
    this.layers = byId('upload-layers');
    this.zones = new UploadZones({
      chosen: () => this.#chosen(),
      saved: (words) => this.#done(words),
    });
    byId('upload-file').addEventListener('change', ({ target }) => this.#take(target));
    byId('upload-system').addEventListener('change', ({ target }) => target.value && this.#read(target.value));
    byId('upload-stop').addEventListener('click', () => this.#reading?.abort());
    this.layers.addEventListener('change', () => this.#allow());
    byId('upload-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#use();
    });
  }

  #take(input) {
    [this.#file = null] = input.files;
    byId('upload-system').value = '';
    if (this.#file !== null) {
      this.#read('');
    }
  }

  /** `epsg`: what a person says of a file that does not say it, or empty. */
  async #read(epsg) {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    this.#clear(gettext('Reading the file …'));
    byId('upload-stop').hidden = false;
    const { url } = byId('upload-form').dataset;
    try {
      const report = await postFile(epsg === '' ? url : `${url}?epsg=${epsg}`, this.#file, reading.signal);
      if (this.#ends(reading)) {
        this.#show(report);
      }
    } catch (error) {
      if (this.#ends(reading)) {
        this.#fail(error);
      }
    }
  }

  /** Whether what comes back is of the file that was chosen last. */
  #ends(reading) {
    const isLatest = this.#reading === reading;
    byId('upload-stop').hidden ||= isLatest;
    return isLatest;
  }

  #fail(error) {
    const isStopped = error.name === 'AbortError';
    byId('upload-state').textContent = isStopped ? gettext('Stopped. Choose the file again to read it.') : '';
    byId('upload-error').textContent = isStopped ? '' : error.message;
    byId('upload-error').hidden = isStopped;
    byId('upload-file').value = '';
    if (error.place) {
      this.page.showPoint(error.place, 'fault-mark');
    }
  }

  #clear(state) {
    this.#report = null;
    this.marks.clearLayers();
    this.layers.replaceChildren();
    byId('upload-state').textContent = state;
    ['upload-error', 'upload-ask', 'upload-layers', 'upload-use', 'zones'].forEach((id) => {
      byId(id).hidden = true;
    });
  }

  #show(report) {
    this.#report = report;
    const features = report.layers.flatMap((layer) => layer.features);
    byId('upload-state').textContent = summaryOf(report);
    byId('upload-ask').hidden = report.layers.every((layer) => layer.system !== null);
    byId('upload-use').hidden = !features.some(isUsable);
    const showPlace = (place) => this.page.look(() => this.page.showPoint(place, 'fault-mark'));
    this.layers.replaceChildren(...report.layers.map((layer, at) => layerChoices(layer, at, showPlace)));
    this.layers.hidden = false;
    this.layers.scrollIntoView({ block: 'nearest' });
    this.zones.show(features.filter(isUsable));
    byId('upload-use').scrollIntoView({ block: 'nearest' });
    this.#allow();
    this.#mark(partsOf(report));
  }

  #mark(parts) {
    for (const { kind, geometry } of parts) {
      L.geoJSON(geometry, { ...this.pane, style: STYLES[kind] }).addTo(this.marks);
    }
    const box = boxOf(parts.map(({ geometry }) => geometry));
    if (box !== null) {
      this.page.showBox(box);
    }
  }

  #chosen() {
    const names = [...this.layers.querySelectorAll('[data-take]:checked')].map((box) => box.dataset.take);
    return this.#report === null ? [] : chosenIn(this.#report, names);
  }

  #allow() {
    byId('upload-use').toggleAttribute('disabled', this.#chosen().length === 0);
    this.zones.follow();
  }

  #use() {
    const chosen = this.#chosen();
    if (chosen.length > 0) {
      const words = ngettext('%(count)s area is used', '%(count)s areas are used', chosen.length);
      this.#done(filled(words, { count: chosen.length }));
      this.page.look(() => this.page.addAreas(chosen.map(({ geometry, name }) => ({ geometry, name }))));
    }
  }

  /** The file is put away; `words` say what became of it. The button that had the focus is gone. */
  #done(words) {
    this.#clear(words);
    byId('upload-file').value = '';
    byId('upload-file').focus({ preventScroll: true });
  }
}
