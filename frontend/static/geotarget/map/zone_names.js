// The areas of a file as ready areas, each by its name, without the page that shows them.

/** Names of the attributes that any of the features has, in the order of the file. */
export function attributesOf(features) {
  return [...new Set(features.flatMap(({ attributes }) => Object.keys(attributes)))];
}

/**
 * {zones: [{name, shapes}], unnamed}: areas of one name are one zone of several parts. `parts` are {feature, geometry};
 * the name is an attribute's value, or the feature's label for '', with `kind` before it.
 */
export function zonesOf(parts, attribute, kind) {
  const byName = new Map();
  let unnamed = 0;
  for (const { feature, geometry } of parts) {
    const name = nameOf(attribute === '' ? feature.label : (feature.attributes[attribute] ?? ''), kind.trim());
    if (name === '') {
      unnamed += 1;
    } else {
      byName.set(name, [...(byName.get(name) ?? []), geometry]);
    }
  }
  return { zones: [...byName].map(([name, shapes]) => ({ name, shapes })), unnamed };
}

/** "Skolekrets" and "Nord" as "Skolekrets Nord"; what says its kind itself keeps its name. */
function nameOf(value, kind) {
  if (value === '' || kind === '' || value.toLowerCase().startsWith(kind.toLowerCase())) {
    return value;
  }
  return `${kind} ${value}`;
}
