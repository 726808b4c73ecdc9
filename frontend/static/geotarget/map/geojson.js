// Reading what a person pastes. Whether it is a valid area, the server says; here it is only taken
// apart into polygons. Positions are [longitude, latitude].

const POLYGONS = ['Polygon', 'MultiPolygon'];

/** Polygon and MultiPolygon geometries of a GeoJSON object, however it wraps them. */
export function polygonsOf(node, depth = 0) {
  if (node === null || typeof node !== 'object' || depth > 12) {
    return [];
  }
  if (node.type === 'FeatureCollection') {
    return (Array.isArray(node.features) ? node.features : []).flatMap((feature) => polygonsOf(feature, depth + 1));
  }
  if (node.type === 'Feature') {
    return polygonsOf(node.geometry, depth + 1);
  }
  return POLYGONS.includes(node.type) ? [{ type: node.type, coordinates: node.coordinates }] : [];
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
