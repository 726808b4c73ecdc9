// Reading what a person pastes. Whether it is a valid area, the server says; here it is only taken
// apart into what is drawn. Positions are [longitude, latitude].
import { firstZone } from './figures.js';

const POLYGONS = ['Polygon', 'MultiPolygon'];
const WITH_ZONE = ['Point', 'LineString', ...POLYGONS];

/**
 * The shapes {geometry, zone?} of a GeoJSON object, however it wraps them: polygons, and points and
 * lines with a zone, as the server reads them (geotarget/domain/geojson.py).
 */
export function shapesOf(node, zone = null, depth = 0) {
  if (node === null || typeof node !== 'object' || depth > 12) {
    return [];
  }
  if (node.type === 'FeatureCollection') {
    return (Array.isArray(node.features) ? node.features : []).flatMap((feature) => shapesOf(feature, null, depth + 1));
  }
  if (node.type === 'Feature') {
    return shapesOf(node.geometry, zoneIn(node.properties), depth + 1);
  }
  const geometry = { type: node.type, coordinates: node.coordinates };
  if (zone !== null) {
    return WITH_ZONE.includes(node.type) ? [{ geometry, zone }] : [];
  }
  return POLYGONS.includes(node.type) ? [{ geometry }] : [];
}

/** With what the server takes for a member that is left out; a "zone" of another make is not ours. */
function zoneIn(properties) {
  const zone = properties?.zone;
  const isOurs = typeof zone === 'object' && zone !== null && !Array.isArray(zone);
  return isOurs ? { ...firstZone(), ...zone } : null;
}

/** [west, south, east, north] of geometries with positions at any depth; null for none. */
export function boxOf(geometries) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const geometry of geometries) {
    stretch(box, geometry.coordinates);
  }
  return box[0] <= box[2] ? box : null;
}

function stretch(box, node) {
  if (typeof node[0] === 'number') {
    const [longitude, latitude] = node;
    box[0] = Math.min(box[0], longitude);
    box[1] = Math.min(box[1], latitude);
    box[2] = Math.max(box[2], longitude);
    box[3] = Math.max(box[3], latitude);
    return;
  }
  node.forEach((child) => stretch(box, child));
}

/** Leaflet's corners of a box: latitude before longitude, south-west first. */
export function cornersOf([west, south, east, north]) {
  return [
    [south, west],
    [north, east],
  ];
}
