"""`python -m geotarget.simulators`: all simulated registers and gateways in one process."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from pathlib import Path
from threading import Event

from geotarget.simulators.link import LinkAccount
from geotarget.simulators.running import SAMPLE, Options, Simulators

_POPULATION = SAMPLE / "population.jsonl"


def main() -> int:
    """Run until SIGTERM or Ctrl-C. Exit code 1 where a port is taken or a file can not be read."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    options = _options(_parser().parse_args())
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        simulators = Simulators(options)
        people = len(simulators.world.people.now())
        simulators.start()
    except (OSError, ValueError) as error:
        print(f"The simulators can not start: {error}", file=sys.stderr)
        return 1
    logging.info(
        "Simulators at %s, mail at port %s, %s people", simulators.url, simulators.smtp_port, people
    )
    stopped.wait()
    simulators.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geotarget.simulators", description=__doc__)
    environment = os.environ.get
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--smtp-port", type=int, default=8002)
    parser.add_argument(
        "--population",
        type=Path,
        default=Path(environment("SIMULATOR_POPULATION") or _POPULATION),
        help="invented people, one JSON object a line",
    )
    parser.add_argument(
        "--client-public-key",
        type=Path,
        default=_path(environment("MASKINPORTEN_PUBLIC_KEY")),
        help="PEM file with the public key of the Maskinporten client; read at each token request",
    )
    parser.add_argument("--link-username", default=environment("LINK_USERNAME") or "simulator")
    parser.add_argument("--link-password", default=environment("LINK_PASSWORD") or "simulator")
    parser.add_argument(
        "--receipt-url",
        default=environment("LINK_RECEIPT_URL") or "",
        help="where SMS receipts go that name no address of their own",
    )
    parser.add_argument(
        "--answer-url",
        default=environment("LINK_ANSWER_URL") or "",
        help="where answers to SMS go",
    )
    parser.add_argument(
        "--bounce-url",
        default=environment("MAIL_RECEIPT_URL") or "",
        help="where mail that comes back is posted to",
    )
    parser.add_argument(
        "--fiks-password",
        default=environment("SIMULATOR_FIKS_PASSWORD") or "",
        help="of the integration in KS Fiks; without one any is right",
    )
    return parser


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _options(given: argparse.Namespace) -> Options:
    return Options(
        population=given.population,
        client_public_key=given.client_public_key,
        account=LinkAccount(
            given.link_username, given.link_password, given.receipt_url, given.answer_url
        ),
        host=given.host,
        port=given.port,
        smtp_port=given.smtp_port,
        bounce_url=given.bounce_url,
        fiks_password=given.fiks_password,
    )


if __name__ == "__main__":
    sys.exit(main())
