// Single addresses that a person adds to a selection or takes out of it, as plain data:
// {source_id, label, act: 'add' | 'take_out', reason, note?}. Each address once.

export const OTHER = 'other';

/** With one more; what was said of the same address before is gone. */
export function withAdjustment(adjustments, { source_id, label, act, reason, note = '' }) {
  const told = { source_id, label, act, reason, ...(reason === OTHER && note ? { note } : {}) };
  return [...withoutAdjustment(adjustments, source_id), told];
}

export function withoutAdjustment(adjustments, sourceId) {
  return adjustments.filter(({ source_id }) => source_id !== sourceId);
}

/** As the server reads them (geotarget/domain/adjustments.py). */
export function adjustmentsToSend(adjustments) {
  return adjustments.map(({ source_id, act, reason, note }) => ({ address: source_id, act, reason, ...(note ? { note } : {}) }));
}

/** Each with what the server said of it; `state` is null where it has said nothing (of) it. */
export function withStates(adjustments, answers) {
  const byId = new Map(answers.map((answer) => [answer.source_id, answer]));
  return adjustments.map((each) => ({ ...each, state: null, point: null, ...byId.get(each.source_id) }));
}
