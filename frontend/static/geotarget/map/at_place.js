/* global L */
import { element } from '../dom.js';
import { post } from '../request.js';
import { filled, gettext, ngettext } from '../texts.js';
import { button } from './counts.js';

const NEAR_PIXELS = 8;
const FROM_ZOOM = 15;

/**
 * A click on the map opens what is there: all addresses, where several share a point, and the property. So does
 * Enter while the map has the focus, for the middle of it. What a person can do with an address, `actOf(address)`
 * says: {words, run}; `parcelsAt(latlng, done)` resolves to lines about the property.
 */
export function listAddressesOnClick(map, url, { isBusy, selection, actOf, parcelsAt }) {
  async function openAt(latlng) {
    if (isBusy() || map.getZoom() < FROM_ZOOM) {
      return null;
    }
    const body = { longitude: latlng.lng, latitude: latlng.lat, radius_m: reach(map, latlng), selection: selection() };
    const close = () => map.closePopup();
    const [answer, parcels] = await Promise.all([post(url, body).catch(() => null), parcelsAt(latlng, close)]);
    const addresses = answer?.addresses ?? [];
    return addresses.length + parcels.length > 0 ? open(map, { latlng, addresses, parcels }, actOf) : null;
  }
  map.on('click', ({ latlng }) => openAt(latlng));
  byEnter(map, openAt);
}

/** The popup takes the focus, and the map has it again when the popup is closed. */
function byEnter(map, openAt) {
  const box = map.getContainer();
  box.addEventListener('keydown', async (event) => {
    if (event.key === 'Enter' && event.target === box && !event.defaultPrevented) {
      const popup = await openAt(map.getCenter());
      const content = popup?.getElement();
      content?.querySelector('.leaflet-popup-content button')?.focus();
      content?.addEventListener('keydown', ({ key }) => key === 'Escape' && map.closePopup(popup));
      popup?.on('remove', () => (content.contains(document.activeElement) || !content.isConnected) && box.focus());
    }
  });
}

/** Metres under `NEAR_PIXELS` pixels at a place, between 1 and 500. */
function reach(map, latlng) {
  const point = map.latLngToContainerPoint(latlng);
  const beside = map.containerPointToLatLng(point.add([NEAR_PIXELS, 0]));
  return Math.min(500, Math.max(1, map.distance(latlng, beside)));
}

function open(map, { latlng, addresses, parcels }, actOf) {
  const count = addresses.length;
  const title = filled(ngettext('%(count)s address here', '%(count)s addresses here', count), { count });
  const popup = L.popup({ maxHeight: 260, minWidth: 240, className: 'addresses-popup' });
  const rows = addresses.map((address) => row(address, actOf(address), () => map.closePopup(popup)));
  const content = element('div', {}, ...(count > 0 ? lines(title, rows) : []), ...(parcels.length > 0 ? lines(gettext('The property here'), parcels) : []));
  const place = count > 0 ? [...addresses[0].point].reverse() : latlng;
  popup.setLatLng(place).setContent(content).openOn(map);
  popup.getElement().querySelector('.leaflet-popup-close-button').setAttribute('aria-label', gettext('Close'));
  return popup;
}

function lines(title, rows) {
  return [element('strong', {}, title), element('ul', { class: 'addresses' }, ...rows)];
}

function row(address, { words, run }, done) {
  const act = () => {
    done();
    run();
  };
  const facts = [address.place, address.words, address.reason].filter(Boolean).join(' · ');
  const text = element('div', {}, address.label, element('small', {}, facts));
  return element('li', { class: 'hit' }, text, button(words, act, { 'aria-label': `${words}: ${address.label}` }));
}
