"""What can go wrong with somebody else's register. Every text tells the operator what to do.

No text holds anything of the question or the answer: both are personal data.
"""

from __future__ import annotations


class RegisterError(Exception):
    """Base of all: the register by name, and a text for the operator."""

    def __init__(self, register: str, advice: str) -> None:
        super().__init__(f"{register}: {advice}")
        self.register = register


class RegisterUnavailable(RegisterError):
    """The register does not answer as itself just now. Ask again later."""

    def __init__(
        self, register: str, advice: str, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(register, advice)
        self.retry_after_seconds = retry_after_seconds


class NotAuthorised(RegisterError):
    """Client, key, scope or right is wrong. Asking again will not help; an operator has to act."""


class QuestionRefused(RegisterError):
    """The register understood who asks and will not answer this question."""


class TooMany(QuestionRefused):
    """More hits than one search gives out: the answer would not be whole. Ask for a part."""


class BadAnswer(RegisterError):
    """The answer is not what the register's own description says."""
