/**
 * What each thing is called where it stands without its surroundings, as on a button for a screen reader: its name,
 * and with it as many of its facts as tell it from others of that name. `all` are {name, facts: [text]}.
 */
export function toldApart(all) {
  const most = Math.max(0, ...all.map(({ facts }) => facts.length));
  const names = all.map(({ name }) => name);
  for (let used = 1; used <= most; used += 1) {
    const seen = new Map();
    names.forEach((name) => seen.set(name, (seen.get(name) ?? 0) + 1));
    all.forEach(({ name, facts }, at) => {
      if (seen.get(names[at]) > 1) {
        names[at] = [name, ...facts.slice(0, used).filter(Boolean)].join(', ');
      }
    });
  }
  return names;
}
