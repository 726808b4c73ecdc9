"""`make run`: prepare the data, start every process, say when it can be used, stop it all."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from . import addresses, paths
from .errors import CannotRun
from .locks import Held, exclusive
from .processes import Process, Supervisor
from .secrets import key_pair, secret
from .upkeep import Upkeep

HOST = "127.0.0.1"
READY_SECONDS = 120
PORT_SECONDS = 6
"""What a killed run leaves behind may need this long to end and let go of its port."""
PYTHON = sys.executable
GEOTARGET = str(Path(PYTHON).with_name("geotarget"))
DELIVERY_SUFFIXES = (".csv", ".gml", ".gz", ".zip")
CELERY = (PYTHON, "-W", "ignore:You're running the worker", "-m", "celery", "--quiet")
APP = ("-A", "geotarget.celery:app")


@dataclass(frozen=True)
class Ports:
    web: int
    simulator: int
    smtp: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.web}"


def ports(environment: Mapping[str, str] = os.environ) -> Ports:
    """PORT, SIMULATOR_PORT (PORT + 1) and SIMULATOR_SMTP_PORT (PORT + 2)."""

    def port(name: str, default: int) -> int:
        value = environment.get(name) or str(default)
        if not value.isdecimal() or not 0 < int(value) < 65536:
            raise CannotRun(f"{name} must be a port number between 1 and 65535, not '{value}'.")
        return int(value)

    web = port("PORT", 8000)
    return Ports(web, port("SIMULATOR_PORT", web + 1), port("SIMULATOR_SMTP_PORT", web + 2))


def run() -> int:
    """Run until a signal comes. Returns the exit code."""
    _on_signals(_interrupt)
    chosen = ports()
    try:
        with exclusive(paths.var() / "run.lock", wait=False) as lock:
            lock.truncate()
            lock.write(f"process {os.getpid()}, {chosen.url}")
            lock.flush()
            _run(chosen)
    except KeyboardInterrupt:
        pass
    except Held as other:
        raise CannotRun(
            f"Geotarget is already running ({other.text}). "
            "Stop it first, or choose another PORT and GEOTARGET_VAR."
        ) from None
    return 0


def _run(chosen: Ports) -> None:
    for number in (chosen.web, chosen.simulator, chosen.smtp):
        _check_free(number)
    try:
        addresses.start_private()
        logins = _prepare()
        _supervise(chosen, logins)
    finally:
        _on_signals(signal.SIG_IGN)
        addresses.stop_private()
        print("Stopped.", flush=True)


def _prepare() -> str:
    """Bring tables and static files up to date; the sample and the demo users are made once, and
    nothing that people have changed since is put back. Returns the logins to show."""
    _do("Tables", PYTHON, "manage.py", "migrate", "--verbosity", "0")
    _do("Static files", PYTHON, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    if not _has_addresses():
        _do("Sample municipality", GEOTARGET, "import", *map(str, _sample()))
    return _do("Demo users", PYTHON, "manage.py", "demo_users", "--first-time")


def _has_addresses() -> bool:
    question = "from geotarget.cadastre.models import Address; print(Address.objects.exists())"
    return _do("Addresses", PYTHON, "manage.py", "shell", "--no-imports", "-c", question) == "True"


def _sample() -> list[Path]:
    """The deliveries among the sample's files; the population is for the simulators."""
    files = sorted((paths.REPOSITORY / "fixtures" / "sample").iterdir())
    return [path for path in files if path.suffix in DELIVERY_SUFFIXES]


def _do(what: str, *command: str) -> str:
    """Run one preparing step to its end and return what it printed."""
    print(f"{what} …", flush=True)
    done = subprocess.run(
        command, cwd=paths.REPOSITORY, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    if done.returncode != 0:
        raise CannotRun(f"the step '{what}' failed; the lines above say why. {done.stdout}".strip())
    return done.stdout.strip()


def _supervise(chosen: Ports, logins: str) -> None:
    supervisor = Supervisor(processes(chosen))
    try:
        supervisor.start()
        _wait_until_ready(supervisor, chosen.url)
        print(f"Ready: {chosen.url}\n{logins}", flush=True)
        Upkeep(supervisor).run()
    finally:
        print("Stopping …", flush=True)
        supervisor.stop()


def _wait_until_ready(supervisor: Supervisor, url: str) -> None:
    """Until the web answers. A process that ends before would end again: CannotRun."""
    for _ in range(READY_SECONDS * 5):
        if ended := supervisor.ended(0.2):
            raise CannotRun(f"the process '{ended}' ended; its lines above say why.")
        if _answers(url):
            return
    raise CannotRun(f"{url} did not answer within {READY_SECONDS} s.")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310  (our own address)
            return True
    except urllib.error.HTTPError as answer:
        if answer.code >= 500:
            raise CannotRun(f"{url} answers with an error; the lines above say which.") from None
        return True
    except OSError:
        return False


def processes(chosen: Ports) -> list[Process]:
    """In the order they start in; they stop in the reverse order."""
    beat_file = str(paths.make_private(paths.var() / "beat") / "schedule")
    simulators = ("--port", str(chosen.simulator), "--smtp-port", str(chosen.smtp))
    threads = ("--worker-class", "gthread", "--workers", "2", "--threads", "4")
    bound = ("--bind", f"{HOST}:{chosen.web}", "--log-level", "warning")
    reload = ("--reload",) if os.environ.get("DEBUG") else ()
    quiet = ("-l", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat")
    return [
        Process("simulators", (PYTHON, "-m", "geotarget.simulators", *simulators), _keys(chosen)),
        Process("worker", (*CELERY, *APP, "worker", "--concurrency", "2", *quiet)),
        Process("beat", (*CELERY, *APP, "beat", "-l", "WARNING", "--pidfile=", "-s", beat_file)),
        Process("web", (PYTHON, "-m", "gunicorn", "geotarget.wsgi", *threads, *bound, *reload)),
    ]


def _keys(chosen: Ports) -> dict[str, str]:
    """What the simulators must know of us, as the real systems do."""
    _, public = key_pair("maskinporten")
    receipts = os.environ.get("LINK_RECEIPT_SECRET") or secret("link-receipts")
    bounces = os.environ.get("MAIL_RECEIPT_SECRET") or secret("mail-receipts")
    return {
        "MASKINPORTEN_PUBLIC_KEY": str(public),
        "MAIL_RECEIPT_URL": f"{chosen.url}/receipts/mail/{bounces}/",
        "LINK_ANSWER_URL": f"{chosen.url}/receipts/link/{receipts}/answers/",
        "LINK_RECEIPT_URL": f"{chosen.url}/receipts/link/{receipts}/",
    }


def _check_free(port: int) -> None:
    end = time.monotonic() + PORT_SECONDS
    while not _is_free(port):
        if time.monotonic() > end:
            raise CannotRun(
                f"port {port} is in use by another program. Choose another one: make run PORT=9000"
            )
        time.sleep(0.1)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _on_signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
