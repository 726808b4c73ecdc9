// What the server says of a file (geotarget/area_files/reading.py), without the page that shows it.
import { filled, ngettext } from '../texts.js';

export function isUsable(feature) {
  return feature.fault === null || Boolean(feature.repair);
}

/** As "SOSI: 3 areas, 1 with a fault". */
export function summaryOf({ form, layers }) {
  const features = layers.flatMap((layer) => layer.features).filter((feature) => feature.is_area);
  const faults = features.filter((feature) => feature.fault !== null).length;
  const found = filled(ngettext('%(form)s: %(count)s area', '%(form)s: %(count)s areas', features.length), {
    form,
    count: features.length,
  });
  const told = filled(ngettext('%(count)s with a fault', '%(count)s with faults', faults), { count: faults });
  return faults > 0 ? `${found}, ${told}` : found;
}

/** Square metres as people say them: "340 m²", "0,42 km²". */
export function sizeInWords(metres, language = globalThis.document?.documentElement.lang ?? 'nb') {
  const isLarge = metres >= 100_000;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: isLarge ? 2 : 0 });
  return isLarge ? `${number.format(metres / 1_000_000)} km²` : `${number.format(metres)} m²`;
}

/** As "3 lines"; `kind` is a type of GeoJSON, or "empty". */
export function leftOutInWords(kind, count) {
  const words = {
    Point: ngettext('%(count)s point', '%(count)s points', count),
    LineString: ngettext('%(count)s line', '%(count)s lines', count),
    empty: ngettext('%(count)s without shape', '%(count)s without shape', count),
  };
  const other = ngettext('%(count)s mixed', '%(count)s mixed', count);
  return filled(words[kind.replace('Multi', '')] ?? other, { count });
}

/** {feature, geometry, name} of what is chosen, by names as "0 3 shape" or "0 3 repair": layer, number, which. */
export function chosenIn({ layers }, names) {
  return names.map((name) => {
    const [at, number, which] = name.split(' ');
    const layer = layers[Number(at)];
    const feature = layer.features[Number(number) - 1];
    const { geometry } = which === 'repair' ? feature.repair : feature;
    return { feature, geometry, name: feature.label || layer.name };
  });
}

/** Everything that has a shape, as {kind: 'good' | 'bad' | 'proposed', geometry}. */
export function partsOf({ layers }) {
  return layers.flatMap((layer) => layer.features).flatMap((feature) => [
    ...(feature.geometry ? [{ kind: feature.fault === null ? 'good' : 'bad', geometry: feature.geometry }] : []),
    ...(feature.repair ? [{ kind: 'proposed', geometry: feature.repair.geometry }] : []),
  ]);
}
