// Filters as the server reads them (geotarget/domain/filters.py), and as the ticks of a form: each a
// JSON text of [filter, value], or ['attributes', name, value].

const LISTS = ['building_types', 'unit_uses', 'floors'];

/** Every value that is named, as ticks. */
export function ticksOf(filters) {
  const plain = LISTS.flatMap((name) => (filters[name] ?? []).map((value) => [name, value]));
  const own = Object.entries(filters.attributes ?? {}).flatMap(([name, values]) =>
    values.map((value) => ['attributes', name, value]),
  );
  return new Set([...plain, ...own].map((tick) => JSON.stringify(tick)));
}

/** The filters that the ticks make. */
export function filtersFrom(ticks, holidayHomes) {
  const filters = holidayHomes === '' ? {} : { holiday_homes: holidayHomes };
  for (const [name, ...rest] of ticks.map((tick) => JSON.parse(tick))) {
    if (name === 'attributes') {
      const [attribute, value] = rest;
      filters.attributes ??= {};
      (filters.attributes[attribute] ??= []).push(value);
    } else {
      (filters[name] ??= []).push(rest[0]);
    }
  }
  return filters;
}

export function isSet(filters) {
  return Object.keys(filters).length > 0;
}
