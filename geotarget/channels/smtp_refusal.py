"""What a mail server's "no" means before it took a message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from geotarget.channels.contract import Handover, Outcome

Step = Literal[
    "not-reached",
    "certificate-refused",
    "not-let-in",
    "connection-lost",
    "sender-refused",
    "recipient-refused",
    "data-refused",
    "content-refused",
]

# Steps after which the next message would meet the same closed door.
_BEFORE_ANY_MESSAGE = frozenset({"not-reached", "certificate-refused", "not-let-in"})
_LOG_IN_MISSING = frozenset({530, 534, 535, 538})
_NO_SUCH_MAILBOX = frozenset({550, 551, 553})


@dataclass(frozen=True)
class SmtpRefusal:
    """The step that failed and the server's code (0: it said nothing)."""

    step: Step
    code: int = 0
    is_policy: bool = False
    """The server dislikes the sender (5.7.x), not the address."""

    @classmethod
    def answered(cls, step: Step, code: int, text: bytes) -> SmtpRefusal:
        """From the server's own words, of which only the codes are kept."""
        return cls(step, code, is_policy=re.match(rb"\s*5\.7\.", text) is not None)

    @property
    def is_for_all(self) -> bool:
        """Whether there is no use in trying the rest of the batch now."""
        return self.step in _BEFORE_ANY_MESSAGE

    def handover(self, reference: str) -> Handover:
        """5xx is an answer for good; 4xx and silence may be tried again: nothing was accepted."""
        is_final = self.code >= 500
        return Handover(
            reference,
            Outcome.REFUSED if is_final else Outcome.NOT_SENT,
            reason_code=f"{self.step}-{self.code}" if self.code else self.step,
            permanent=self._is_about_mailbox(),
            is_configuration=self.step == "certificate-refused" or (is_final and self._blames_us()),
            is_for_all=self.is_for_all,
        )

    def _is_about_mailbox(self) -> bool:
        is_recipient = self.step == "recipient-refused"
        return is_recipient and self.code in _NO_SUCH_MAILBOX and not self.is_policy

    def _blames_us(self) -> bool:
        return self.step in ("not-let-in", "sender-refused") or self.code in _LOG_IN_MISSING
