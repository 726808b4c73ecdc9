/* global L, protomapsL */

// Our own vector tiles: municipality borders at all zooms, parcels and addresses when near.

const INK = { border: '#6b2d73', parcel: '#a4631a', address: '#24272b', unselected: '#67727d', halo: '#ffffff' };
const NUMBERS_FROM_ZOOM = 17;

/** Add the cadastre to a map. `tiles` is {url, max_zoom} from the server. */
export function addCadastre(map, tiles) {
  const pane = map.createPane('cadastre');
  pane.classList.add('cadastre-pane');
  return protomapsL
    .leafletLayer({
      url: tiles.url,
      maxDataZoom: tiles.max_zoom,
      levelDiff: 0, // a tile is read in one go: one of the zoom before would hold the page up
      maxZoom: map.getMaxZoom(),
      pane: 'cadastre',
      attribution: '',
      paintRules: paintRules(),
      labelRules: labelRules(),
    })
    .addTo(map);
}

function paintRules() {
  return [
    {
      dataLayer: 'parcel',
      symbolizer: new protomapsL.LineSymbolizer({ color: INK.parcel, width: 0.8 }),
    },
    {
      dataLayer: 'municipality',
      symbolizer: new protomapsL.LineSymbolizer({ color: INK.border, width: 2, dash: [8, 4] }),
    },
    {
      dataLayer: 'address',
      symbolizer: new protomapsL.CircleSymbolizer({
        radius: (zoom) => (zoom < 14 ? 1 : zoom < 16 ? 2 : 3.5),
        fill: INK.unselected,
        stroke: INK.halo,
        width: (zoom) => (zoom < 15 ? 0 : 1),
      }),
    },
  ];
}

function labelRules() {
  return [
    {
      dataLayer: 'address',
      minzoom: NUMBERS_FROM_ZOOM,
      symbolizer: new protomapsL.OffsetTextSymbolizer({
        labelProps: ['text'],
        offsetX: 6,
        offsetY: 6,
        fill: INK.address,
        stroke: INK.halo,
        width: 2,
        font: '600 12px sans-serif',
      }),
    },
    {
      dataLayer: 'parcel_label',
      minzoom: NUMBERS_FROM_ZOOM,
      symbolizer: new protomapsL.CenteredTextSymbolizer({
        labelProps: ['text'],
        fill: INK.parcel,
        stroke: INK.halo,
        width: 2,
        font: '11px sans-serif',
      }),
    },
  ];
}
