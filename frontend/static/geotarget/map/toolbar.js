import { gettext } from '../texts.js';

const BUTTON = '.leaflet-buttons-control-button';

/** For each drawing button its class, what the cross-hair calls it, and its name. */
function buttons() {
  return [
    { icon: 'leaflet-pm-icon-polygon', kind: 'polygon', name: gettext('Draw a polygon') },
    { icon: 'leaflet-pm-icon-rectangle', kind: 'rectangle', name: gettext('Draw a rectangle') },
    { icon: 'leaflet-pm-icon-circle', kind: 'circle', name: gettext('Draw a circle') },
    { icon: 'leaflet-pm-icon-polyline', kind: 'line', name: gettext('Draw a line with a zone') },
    { icon: 'leaflet-pm-icon-edit', kind: 'corners', name: gettext('Move corners') },
    { icon: 'leaflet-pm-icon-drag', kind: 'shapes', name: gettext('Move shapes') },
    { icon: 'leaflet-pm-icon-cut', kind: 'cut', name: gettext('Cut a hole') },
    { icon: 'leaflet-pm-icon-delete', kind: 'remove', name: gettext('Remove shapes') },
  ];
}

/** What a finger does better with the cross-hair than by tapping small corners. */
const BY_FINGER = ['polygon', 'rectangle', 'circle', 'line', 'cut'];

/**
 * Add the drawing buttons to the map, each with a name, and say which one is pressed. A button that
 * is pressed by keyboard, or by a finger where that helps, calls `start(kind, button)` instead. By mouse `leave()`
 * comes first: what is begun with another tool is not lost.
 */
export function addToolbar(map, language, { start, leave }) {
  const geomans = language === 'en' ? 'en' : 'no';
  map.pm.setLang(geomans, texts(), geomans);
  map.pm.addControls({
    positions: { draw: 'topleft', edit: 'topright' },
    drawMarker: false,
    drawCircleMarker: false,
    drawText: false,
    rotateMode: false,
  });
  map.pm.Toolbar.changeControlOrder(['drawPolygon', 'drawRectangle', 'drawCircle', 'drawPolyline']);
  name(map);
  intercept(map, start, leave);
  map.on('pm:buttonclick pm:globaldrawmodetoggled pm:globaleditmodetoggled', () => press(map));
  map.on('pm:globaldragmodetoggled pm:globalremovalmodetoggled pm:globalcutmodetoggled', () => press(map));
}

function texts() {
  const [polygon, rectangle, circle, line, edit, drag, cut, remove] = buttons().map((button) => button.name);
  return {
    actions: {
      cancel: gettext('Cancel'),
      finish: gettext('Finish'),
      removeLastVertex: gettext('Remove last corner'),
    },
    buttonTitles: {
      drawPolyButton: polygon,
      drawRectButton: rectangle,
      drawCircleButton: circle,
      drawLineButton: line,
      editButton: edit,
      dragButton: drag,
      cutButton: cut,
      deleteButton: remove,
    },
  };
}

function aboutOf(button) {
  const icon = button.querySelector('.control-icon');
  return buttons().find((known) => icon?.classList.contains(known.icon));
}

function name(map) {
  for (const button of map.getContainer().querySelectorAll(BUTTON)) {
    button.setAttribute('aria-label', aboutOf(button)?.name ?? button.parentElement.title);
    button.setAttribute('aria-pressed', 'false');
  }
}

/** Before Geoman hears of it: a click without a pointer is a key's, and a link hears no Space. */
function intercept(map, start, leave) {
  const box = map.getContainer();
  box.addEventListener('click', (event) => {
    const button = event.target.closest?.(BUTTON);
    const kind = button && aboutOf(button)?.kind;
    if (!kind) {
      return;
    }
    const isOurs = event.detail === 0 || (event.pointerType === 'touch' && BY_FINGER.includes(kind));
    const isOn = button.parentElement.classList.contains('active');
    if (isOurs || isOn) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    if (isOurs) {
      start(kind, button);
    } else {
      leave();
    }
  }, { capture: true });
  box.addEventListener('keydown', (event) => {
    const button = event.key === ' ' && event.target.closest?.('[role=button]');
    if (button) {
      event.preventDefault();
      button.click();
    }
  });
}

function press(map) {
  requestAnimationFrame(() => {
    for (const button of map.getContainer().querySelectorAll(BUTTON)) {
      button.setAttribute('aria-pressed', String(button.parentElement.classList.contains('active')));
    }
  });
}
