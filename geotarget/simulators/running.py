"""The simulators as one thing that starts and stops: HTTP and mail server in threads."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from geotarget.simulators.altinn import Altinn
from geotarget.simulators.app import App, World
from geotarget.simulators.arrived import Arrived
from geotarget.simulators.faults import Faults
from geotarget.simulators.fiks import Integration
from geotarget.simulators.link import Link, LinkAccount
from geotarget.simulators.mailbox import Mailbox, MailServer
from geotarget.simulators.population import PopulationFile
from geotarget.simulators.receipts import Receipts
from geotarget.simulators.server import Handler, Server
from geotarget.simulators.svarut import SvarUt
from geotarget.simulators.tokens import Tokens

SAMPLE = Path(__file__).resolve().parents[2] / "fixtures" / "sample"
"""The invented municipalities: their deliveries and the people who live there."""


@dataclass(frozen=True)
class Options:
    """How the simulators are set up. Port 0 takes a free one."""

    population: Path
    client_public_key: Path | None = None
    account: LinkAccount = field(default_factory=LinkAccount)
    host: str = "127.0.0.1"
    port: int = 0
    smtp_port: int = 0
    bounce_url: str = ""
    """Where mail that comes back is posted to; empty: nowhere."""
    fiks_password: str = ""
    """Of the integration in KS Fiks; empty: any is right."""
    deliveries: Path = SAMPLE
    """Folder of the cadastre's files that can be downloaded."""


class Simulators:
    """Use as a context manager, or `start` and `stop`."""

    def __init__(self, options: Options) -> None:
        self.faults = Faults()
        self.arrived = Arrived()
        self.receipts = Receipts(self.faults)
        link = Link(options.account, self.arrived, self.receipts)
        tokens = Tokens(options.client_public_key)
        integration = Integration(options.fiks_password)
        self.world = World(
            PopulationFile(options.population),
            tokens,
            integration,
            link,
            SvarUt(self.arrived, self.faults, tokens, integration),
            Altinn(self.arrived, self.faults, tokens),
            self.arrived,
            self.faults,
            options.deliveries,
        )
        self._host = options.host
        self._server = Server((options.host, options.port), Handler)
        self._server.application = App(self.world)
        self._thread = Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        mailbox = Mailbox(self.arrived, self.faults, self.receipts, options.bounce_url)
        self._mail = MailServer(mailbox, options.host, options.smtp_port)

    @property
    def url(self) -> str:
        """Base address of everything spoken over HTTP."""
        return f"http://{self._host}:{self._server.server_port}"

    @property
    def smtp_port(self) -> int:
        """Port of the mail server, once started."""
        return self._mail.port

    def start(self) -> None:
        """Returns when both servers listen. Raises OSError where a port is taken."""
        self._mail.start()
        self._thread.start()
        self.receipts.start()

    def stop(self) -> None:
        """Let go whoever hangs, and end both servers."""
        self.faults.clear()
        self.receipts.stop()
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()
        self._mail.stop()

    def __enter__(self) -> Simulators:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
