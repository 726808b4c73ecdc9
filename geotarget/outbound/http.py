"""HTTP by `requests` with a limit on the whole of each call, header and body included."""

from __future__ import annotations

import threading
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from geotarget.outbound.time_limit import SocketOf, TimeLimit

_this_thread = threading.local()


_KEPT_OPEN = 64
"""Connections to one host: as many as a worker's rounds ask at once, so that none begins anew."""


class LimitedSession(requests.Session):
    """A session in which no call, body included, takes longer than `seconds`; a redirect that is
    followed is a call of its own.

    What takes longer raises `requests.exceptions.ReadTimeout`, whatever had come by then. Name
    look-up and connecting have their own time-out (`timeout=` of the call). Safe for several
    threads as far as `requests.Session` is.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        for scheme in ("https://", "http://"):
            self.mount(scheme, _LimitedAdapter(pool_maxsize=_KEPT_OPEN))

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """See `requests.Session.send`."""
        with TimeLimit(self._seconds) as limit:
            _this_thread.limit = limit
            try:
                response = super().send(request, **options)
            except (requests.RequestException, OSError, ValueError):
                if limit.is_over:
                    raise self._too_slow() from None
                raise
            finally:
                _this_thread.limit = None
        if limit.is_over:
            # Half an answer looks like a whole one once the connection is cut.
            response.close()
            raise self._too_slow()
        return response

    def _too_slow(self) -> requests.exceptions.ReadTimeout:
        return requests.exceptions.ReadTimeout(f"no whole answer within {self._seconds} s")


class _WatchedHttp(HTTPConnection):
    def connect(self) -> None:
        """See `http.client`: opens the socket, through a proxy by a question of its own."""
        _watch(lambda: self.sock)
        super().connect()

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        """See `http.client`."""
        _watch_what_is_open(self)
        return super().getresponse()


class _WatchedHttps(HTTPSConnection):
    def connect(self) -> None:
        """See `http.client`."""
        _watch(lambda: self.sock)
        super().connect()

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        """See `http.client`."""
        _watch_what_is_open(self)
        return super().getresponse()


def _watch_what_is_open(connection: HTTPConnection) -> None:
    """The socket itself: the connection lets go of it before the body has been read."""
    opened = connection.sock
    _watch(lambda: opened)


def _watch(socket_of: SocketOf) -> None:
    limit: TimeLimit | None = getattr(_this_thread, "limit", None)
    if limit is not None:
        limit.watch(socket_of)


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _WatchedHttp


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedHttps


class _LimitedAdapter(HTTPAdapter):
    """Uses the watched connections, through a proxy too."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """See `HTTPAdapter`."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, *arguments: Any, **options: Any) -> Any:
        """See `HTTPAdapter`."""
        manager = super().proxy_manager_for(*arguments, **options)
        manager.pool_classes_by_scheme = _POOLS
        return manager


_POOLS = {"http": _HttpPool, "https": _HttpsPool}
