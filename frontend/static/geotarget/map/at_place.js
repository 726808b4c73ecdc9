/* global L */
import { element } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext, ngettext } from '../texts.js';
import { button } from './counts.js';

const NEAR_PIXELS = 8;
const FROM_ZOOM = 15;

/** A click on the map opens the addresses there: all of them, where several share a point. */
export function listAddressesOnClick(map, url, { isBusy, isPicked, pick, drop }) {
  map.on('click', async ({ latlng }) => {
    if (isBusy() || map.getZoom() < FROM_ZOOM) {
      return;
    }
    const body = { longitude: latlng.lng, latitude: latlng.lat, radius_m: reach(map, latlng) };
    const answer = await post(url, body).catch(() => null);
    if (answer !== null && answer.addresses.length > 0) {
      open(map, answer.addresses, { isPicked, pick, drop });
    }
  });
}

/** Metres under `NEAR_PIXELS` pixels at a place, between 1 and 500. */
function reach(map, latlng) {
  const point = map.latLngToContainerPoint(latlng);
  const beside = map.containerPointToLatLng(point.add([NEAR_PIXELS, 0]));
  return Math.min(500, Math.max(1, map.distance(latlng, beside)));
}

function open(map, addresses, act) {
  const count = addresses.length;
  const title = filled(ngettext('%(count)s address here', '%(count)s addresses here', count), { count });
  const popup = L.popup({ maxHeight: 260, minWidth: 240, className: 'addresses-popup' });
  const rows = addresses.map((address) => row(address, act, () => map.closePopup(popup)));
  const content = element('div', {}, element('strong', {}, title), element('ul', { class: 'addresses' }, ...rows));
  const [longitude, latitude] = addresses[0].point;
  popup.setLatLng([latitude, longitude]).setContent(content).openOn(map);
}

function row(address, { isPicked, pick, drop }, done) {
  const picked = isPicked(address.source_id);
  const act = () => {
    (picked ? drop : pick)(address);
    done();
  };
  const facts = [address.place, address.words].filter(Boolean).join(' · ');
  const text = element('div', {}, address.label, element('small', {}, facts));
  const words = picked ? gettext('Take out') : gettext('Include');
  return element('li', { class: 'hit' }, text, button(words, act, { 'aria-label': `${words}: ${address.label}` }));
}
