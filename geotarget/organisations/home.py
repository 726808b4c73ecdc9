"""What the home page offers. The apps above register what they have; none is imported here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .models import Membership


@dataclass(frozen=True)
class Card:
    """One thing to do next: a heading, a sentence, and the page where it is done."""

    title: str
    text: str
    url: str
    action: str
    count: int | None = None
    """How many wait, where something can wait."""


CardMaker = Callable[[Membership], Iterable[Card]]
_makers: list[CardMaker] = []


def on_home(maker: CardMaker) -> CardMaker:
    """Register a function that gives the cards for a member; call it from `AppConfig.ready`."""
    if maker not in _makers:
        _makers.append(maker)
    return maker


def cards_for(membership: Membership) -> list[Card]:
    return [card for maker in _makers for card in maker(membership)]
