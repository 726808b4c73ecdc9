"""A threaded HTTP server for one WSGI application that can also break connections on purpose.

HTTP/1.0 without keep-alive: one connection, one question. What is tried out here is our clients.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from geotarget.simulators.exchange import Dropped

_SECONDS_TO_SEND_A_REQUEST = 30
# Linger for no time: closing sends a reset instead of a polite end.
_RESET = struct.pack("ii", 1, 0)


class Handler(WSGIRequestHandler):
    """One request in; the application's answer out, or the connection broken."""

    timeout = _SECONDS_TO_SEND_A_REQUEST
    server: Server

    def handle(self) -> None:
        """One request."""
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if self.raw_requestline and self.parse_request():
                self._answer()
        except Dropped:
            self.server.break_off(self.connection)
        except OSError:
            # The client went away; killing it is a thing the simulators are there for.
            pass

    def _answer(self) -> None:
        head: list[str] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            head.append(f"HTTP/1.0 {status}")
            head.extend(f"{name}: {value}" for name, value in headers)

        environ = {**self.get_environ(), "wsgi.input": self.rfile, "wsgi.url_scheme": "http"}
        content = b"".join(self.server.application(environ, start_response))
        self.wfile.write(
            "\r\n".join([*head, "Connection: close", "", ""]).encode("latin-1") + content
        )

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: paths and queries hold numbers and streets of people, if invented ones."""


class Server(ThreadingMixIn, WSGIServer):
    """Listens at once when made; port 0 takes a free one."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    allow_reuse_address = True
    application: Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

    def server_bind(self) -> None:
        """Without the look-up of our own name, which may take seconds where no name server is."""
        socket.socket.bind(self.socket, self.server_address)
        self.server_address = self.socket.getsockname()
        host, self.server_port = self.server_address[:2]
        self.server_name = str(host)
        self.setup_environ()
        self._broken_off: set[int] = set()

    def break_off(self, connection: socket.socket) -> None:
        """End this connection with a reset."""
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._broken_off.add(id(connection))

    def shutdown_request(self, request: Any) -> None:
        """End a connection, politely if it was not to be broken off."""
        if id(request) in self._broken_off:
            self._broken_off.discard(id(request))
            request.close()
        else:
            super().shutdown_request(request)
