import { post } from '../request.js';
import { filled, gettext } from '../texts.js';
import { Borders } from './borders.js';
import { withItem, withoutItem } from './drawing.js';
import { boxOf } from './geojson.js';
import { Picks } from './picks.js';

const NAMED = ({ key, name, municipality }) => ({ key, name, municipality });

/**
 * What a person picks by name, or takes out again. `page`: `drawing()`, `change(parts, lead)`,
 * `put(shapes, lead, parts)` and `showBox(box)`.
 */
export class Picking {
  constructor(map, urls, page) {
    this.urls = urls;
    this.page = page;
    this.borders = new Borders(map, urls.borders);
    this.picks = new Picks({
      dropStreet: (key) => this.#drop('streets', key),
      dropDistrict: (key) => this.dropDistrict(key),
      dropAddress: (id) => this.dropAddress(id),
      dropAll: () => page.change({ streets: [], districts: [], addresses: [] }, gettext('Taken out')),
      useNumbers: (street, key) => this.#useNumbers(street, key),
      useRadius: (address, metres) => this.#useRadius(address, metres),
    });
  }

  show(drawing) {
    this.picks.show(drawing);
    this.borders.show(drawing.districts);
  }

  isPicked(id) {
    return this.page.drawing().addresses.some((address) => address.source_id === id);
  }

  /** All of a street, or a part of it; its form for house numbers opens. */
  street(street) {
    this.picks.open(street.key, street.missing);
    this.#add({ streets: [street] }, street.name, street.box);
  }

  hasDistrict(key) {
    return this.page.drawing().districts.some((district) => district.key === key);
  }

  dropDistrict(key) {
    this.#drop('districts', key);
  }

  district(district) {
    this.#add({ districts: [district] }, district.name, district.box);
  }

  addresses(addresses) {
    this.#add({ addresses }, gettext('Addresses included'), null);
  }

  dropAddress(id) {
    this.page.change({ addresses: withoutItem(this.page.drawing().addresses, id, 'source_id') }, gettext('Taken out'));
  }

  /** Everything within some metres of an address: a circle that can be changed as a drawn one. */
  circle({ label, point }, metres) {
    const words = filled(gettext('Within %(metres)s m of %(name)s'), { metres, name: label });
    this.page.put([...this.page.drawing().shapes, circleAround(label, point, metres)], words);
    this.page.showBox(boxAround(point, metres));
  }

  /** The addresses of a property, in one step; of one that has none, the outlines of its ground. */
  async property({ key, box }) {
    const { addresses, outlines } = await post(this.urls.held, { property: key });
    if (addresses.length > 0) {
      this.#add({ addresses }, key, box);
      return;
    }
    const words = filled(gettext('%(name)s has no address: its ground is included as an area'), { name: key });
    this.page.put([...this.page.drawing().shapes, ...outlines.map((geometry) => ({ mode: 'include', geometry }))], words);
    this.#showBox(box);
  }

  /** What a saved area holds, beside what is there. */
  async area({ id, name }) {
    const { shapes, ...picks } = await post(this.urls.ready, { area: id });
    this.page.put([...this.page.drawing().shapes, ...shapes.map((shape) => ({ name, ...shape }))], name, this.#withPicks(picks));
    this.#showBox(boxOf(shapes.map(({ geometry }) => geometry)));
  }

  /** Streets, districts, addresses and circles that were found together, in one step. */
  together({ circles, ...picks }, lead) {
    const shapes = circles.map(({ label, point, metres }) => circleAround(label, point, metres));
    this.page.put([...this.page.drawing().shapes, ...shapes], lead, this.#withPicks(picks));
  }

  #add(picks, lead, box) {
    this.page.change(this.#withPicks(picks), lead);
    this.#showBox(box);
  }

  #showBox(box) {
    if (box) {
      this.page.showBox(box);
    }
  }

  #withPicks(picks) {
    const drawing = this.page.drawing();
    const streets = (picks.streets ?? []).map(NAMED).reduce((all, one) => withItem(all, one, 'key'), drawing.streets);
    const districts = (picks.districts ?? []).map(NAMED).reduce((all, one) => withItem(all, one, 'key'), drawing.districts);
    const there = new Set(drawing.addresses.map(({ source_id }) => source_id));
    const added = (picks.addresses ?? []).filter(({ source_id }) => !there.has(source_id) && there.add(source_id));
    const addresses = [...drawing.addresses, ...added.map(({ source_id, label }) => ({ source_id, label }))];
    return { streets, districts, addresses };
  }

  #drop(name, key) {
    this.page.change({ [name]: withoutItem(this.page.drawing()[name], key, 'key') }, gettext('Taken out'));
  }

  async #useNumbers(old, key) {
    const { street, words, missing, box } = await post(this.urls.numbers, { street: key });
    const { streets } = this.page.drawing();
    this.picks.open(street.key, [words, missing].filter(Boolean).join('. '));
    const others = streets.filter((one) => one.key === old.key || one.key !== street.key);
    this.page.change({ streets: others.map((one) => (one.key === old.key ? NAMED(street) : one)) }, [street.name, missing].filter(Boolean).join('. '));
    this.#showBox(box);
  }

  async #useRadius({ key }, metres) {
    const { point, label } = await post(this.urls.place, { address: key });
    const drawing = this.page.drawing();
    const shapes = [...drawing.shapes, circleAround(label, point, metres)];
    const words = filled(gettext('Within %(metres)s m of %(name)s'), { metres, name: label });
    this.page.put(shapes, words, { addresses: withoutItem(drawing.addresses, key, 'source_id') });
    this.page.showBox(boxAround(point, metres));
  }
}

function circleAround(label, point, metres) {
  const zone = { buffer_m: metres, side: 'both', ends: 'round' };
  return { mode: 'include', geometry: { type: 'Point', coordinates: point }, zone, around: label };
}

/** West, south, east, north of a circle, nearly. */
function boxAround([longitude, latitude], metres) {
  const north = metres / 111_000;
  const east = north / Math.cos((latitude * Math.PI) / 180);
  return [longitude - east, latitude - north, longitude + east, latitude + north];
}
