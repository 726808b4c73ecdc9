"""A TCP proxy between the product and one system outside, that can spoil what passes."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from enum import StrEnum

_RESET = struct.pack("ii", 1, 0)
_END_OF_MAIL = b"\r\n.\r\n"


class Mode(StrEnum):
    PASS = "pass"
    RESET_AFTER_BODY = "reset after body"
    """The request has been taken; instead of the answer the connection is reset."""
    HALF_CLOSE = "half-close"
    """The request has been taken; the answer ends before its first byte, our way stays open."""
    BLACK_HOLE = "black hole"
    """Nothing gets through in either direction, and nobody says so."""
    ANSWER_LOST = "answer lost"
    """The request has been taken; the answer never comes."""


class Proxy:
    """Listens on a free port and passes on what comes. `mode` may be changed at any moment; what
    fell into a black hole stays there until the caller gives up."""

    def __init__(self, upstream: int, *, is_mail: bool = False, host: str = "127.0.0.1") -> None:
        self.mode = Mode.PASS
        self.spoiled = 0
        """Exchanges that met the mode so far."""
        self._upstream, self._is_mail = ("127.0.0.1", upstream), is_mail
        self._listener = socket.create_server((host, 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                _Exchange(self, client).start()


class _Exchange:
    """One connection, a thread for each direction."""

    def __init__(self, proxy: Proxy, client: socket.socket) -> None:
        self._proxy, self._client = proxy, client
        self._tail = b""
        self._is_lost = False

    def start(self) -> None:
        try:
            self._server = socket.create_connection(self._proxy._upstream, timeout=5)
        except OSError:
            self._client.close()
            return
        self._server.settimeout(None)
        threading.Thread(target=self._out, daemon=True).start()
        threading.Thread(target=self._back, daemon=True).start()

    def _out(self) -> None:
        """From the product to the system outside."""
        with suppress(OSError):
            while data := self._client.recv(65536):
                self._tail = (self._tail + data)[-len(_END_OF_MAIL) :]
                if self._proxy.mode is Mode.BLACK_HOLE and not self._is_lost:
                    self._spoil()
                if not self._is_lost:
                    self._server.sendall(data)
            self._server.shutdown(socket.SHUT_WR)
        if self._is_lost:  # the product gave up: nothing else holds it open
            self._end()

    def _back(self) -> None:
        with suppress(OSError):
            while data := self._server.recv(65536):
                if not self._is_lost and self._is_answer() and self._spoils_answer():
                    continue
                if not self._is_lost:
                    self._client.sendall(data)
        if not self._is_lost:
            self._end()

    def _is_answer(self) -> bool:
        """The whole request has been taken: HTTP answers then only, mail after the content."""
        return not self._proxy._is_mail or self._tail == _END_OF_MAIL

    def _spoils_answer(self) -> bool:
        mode = self._proxy.mode
        if mode is Mode.PASS:
            return False
        self._spoil()
        if mode is Mode.RESET_AFTER_BODY:
            self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            with suppress(OSError):
                self._client.shutdown(socket.SHUT_RD)  # the other thread lets go of it
            self._client.close()
        elif mode is Mode.HALF_CLOSE:
            with suppress(OSError):
                self._client.shutdown(socket.SHUT_WR)
        return True

    def _spoil(self) -> None:
        self._is_lost = True
        self._proxy.spoiled += 1

    def _end(self) -> None:
        for side in (self._client, self._server):
            with suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)
            side.close()
