/**
 * Ask only about the newest state: waits until nothing has changed for `delay` milliseconds, aborts
 * the question before, and drops an answer that a newer question has overtaken.
 *
 * `ask(state, signal)` returns a promise; `answered(answer, state)` and `failed(error, state)` are
 * called for the newest state only.
 */
export function latestOnly(ask, { delay, answered, failed }) {
  let newest = 0;
  let timer = null;
  let running = null;

  async function run(state, number) {
    running = new AbortController();
    try {
      const answer = await ask(state, running.signal);
      if (number === newest) {
        answered(answer, state);
      }
    } catch (error) {
      if (number === newest && error.name !== 'AbortError') {
        failed(error, state);
      }
    }
  }

  function cancel() {
    newest += 1;
    clearTimeout(timer);
    running?.abort();
  }

  return {
    cancel,
    about(state) {
      cancel();
      const number = newest;
      timer = setTimeout(() => run(state, number), delay);
    },
  };
}
