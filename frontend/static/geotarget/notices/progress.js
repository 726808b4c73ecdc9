// The numbers of a dispatch, renewed while they change. All words come from the server.
const shown = document.getElementById('progress');
const part = (name) => shown.querySelector(`[data-${name}]`);

/** Set only what has changed, so that a screen reader is not told the same again. */
function write(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

function showPeople(people) {
  part('few').hidden = people !== null;
  part('people').hidden = people === null;
  if (people === null) {
    return;
  }
  write(part('handed-over'), people.handed_over);
  write(part('total'), people.total);
  write(part('messages'), people.messages);
  part('messages-line').hidden = people.messages === '';
  for (const line of people.lines) {
    const row = shown.querySelector(`[data-line="${line.key}"]`);
    row.hidden = !line.shown;
    write(row.querySelector('[data-count]'), line.count);
  }
}

/** Buttons that make sense now; there are none for those who may not press them. */
function showControls(report) {
  for (const node of shown.querySelectorAll('[data-control]')) {
    node.hidden = !report.controls.includes(node.dataset.control);
  }
  const countdown = part('countdown');
  if (countdown) {
    countdown.hidden = report.countdown === '';
    write(countdown, report.countdown);
  }
}

function show(report) {
  write(part('state'), report.state);
  part('state').dataset.color = report.colour;
  write(part('sentence'), report.sentence);
  part('bar').max = report.addresses;
  part('bar').value = report.addresses_done;
  write(part('businesses'), report.businesses);
  showPeople(report.people);
  showControls(report);
  part('offline').hidden = true;
  return report.look_again_seconds;
}

/** Seconds until it is worth asking again; null when never. */
async function renew(lastWait) {
  try {
    const response = await fetch(shown.dataset.url, { headers: { Accept: 'application/json' } });
    if (response.status === 401) {
      part('signed-out').hidden = false;
      return null;
    }
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    return show(await response.json());
  } catch {
    part('offline').hidden = false;
    return Math.min(lastWait * 2, 30);
  }
}

async function follow(seconds) {
  const next = await renew(seconds);
  if (next !== null) {
    setTimeout(follow, next * 1000, next);
  } else {
    part('reload')?.remove();
  }
}

const first = Number(shown.dataset.again);
if (first > 0) {
  part('reload').hidden = true;
  setTimeout(follow, first * 1000, first);
}
