"""How a channel proves who we are, where that takes more than a fixed password."""

from __future__ import annotations

from typing import Protocol


class NoAccess(Exception):
    """There is no proof to be had now: nothing can be sent. Holds no secret."""

    def __init__(
        self,
        code: str,
        *,
        is_configuration: bool = False,
        retry_after_seconds: float | None = None,
    ) -> None:
        """`code`: stable, as a reason code; `is_configuration`: an operator has to act."""
        super().__init__(code)
        self.code = code
        self.is_configuration = is_configuration
        self.retry_after_seconds = retry_after_seconds


class Access(Protocol):
    """Gives out the headers of a call."""

    def headers(self, *, fresh: bool) -> dict[str, str]:
        """Headers that prove who asks; `fresh`: the provider did not like the last ones.

        Raises NoAccess.
        """
        ...
