import { gettext } from '../texts.js';

/** Names for the drawing buttons; Geoman gives its links a title on the frame around them only. */
function names() {
  return {
    'leaflet-pm-icon-polygon': gettext('Draw a polygon'),
    'leaflet-pm-icon-rectangle': gettext('Draw a rectangle'),
    'leaflet-pm-icon-edit': gettext('Move corners'),
    'leaflet-pm-icon-drag': gettext('Move shapes'),
    'leaflet-pm-icon-cut': gettext('Cut a hole'),
    'leaflet-pm-icon-delete': gettext('Remove shapes'),
  };
}

/** Add the drawing buttons to the map, each with a name, and say which one is pressed. */
export function addToolbar(map, language) {
  const geomans = language === 'nb' ? 'no' : 'en';
  map.pm.setLang(geomans, texts(), geomans);
  map.pm.addControls({
    position: 'topleft',
    drawMarker: false,
    drawCircle: false,
    drawCircleMarker: false,
    drawPolyline: false,
    drawText: false,
    rotateMode: false,
  });
  name(map);
  map.on('pm:buttonclick pm:globaldrawmodetoggled pm:globaleditmodetoggled', () => press(map));
  map.on('pm:globaldragmodetoggled pm:globalremovalmodetoggled pm:globalcutmodetoggled', () => press(map));
}

function texts() {
  return {
    actions: {
      cancel: gettext('Cancel'),
      finish: gettext('Finish'),
      removeLastVertex: gettext('Remove last corner'),
    },
    buttonTitles: {
      drawPolyButton: gettext('Draw a polygon'),
      drawRectButton: gettext('Draw a rectangle'),
      editButton: gettext('Move corners'),
      dragButton: gettext('Move shapes'),
      cutButton: gettext('Cut a hole'),
      deleteButton: gettext('Remove shapes'),
    },
  };
}

function name(map) {
  const known = names();
  for (const button of map.getContainer().querySelectorAll('.leaflet-buttons-control-button')) {
    const icon = button.querySelector('.control-icon');
    const key = Object.keys(known).find((className) => icon?.classList.contains(className));
    button.setAttribute('aria-label', known[key] ?? button.parentElement.title);
    button.setAttribute('aria-pressed', 'false');
  }
}

function press(map) {
  requestAnimationFrame(() => {
    for (const button of map.getContainer().querySelectorAll('.leaflet-buttons-control-button')) {
      button.setAttribute('aria-pressed', String(button.parentElement.classList.contains('active')));
    }
  });
}
