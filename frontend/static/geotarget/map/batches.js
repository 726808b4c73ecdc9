/**
 * What the server makes of many features, one shape for each: it takes `most` in one request.
 * `ask(features)` returns a promise of an answer with their shapes, in their order.
 */
export async function shapesFor(features, most, ask) {
  const shapes = [];
  for (let from = 0; from < features.length; from += most) {
    const answer = await ask(features.slice(from, from + most));
    shapes.push(...answer.shapes);
  }
  return shapes;
}
