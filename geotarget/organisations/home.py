"""What the home page offers. The apps above register what they have; none is imported here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from geotarget.domain.roles import Role

from .models import Membership


@dataclass(frozen=True)
class Card:
    """One thing to do next: a heading, a sentence, and the page where it is done."""

    title: str
    text: str
    url: str
    action: str
    count: int | None = None
    """How many there are, where that says something."""
    waits: bool = False
    """Somebody waits for the member to do it: it stands first."""
    switches_to: int | None = None
    """Another organisation of the user's, in which it is done; the button leads into it."""


CardMaker = Callable[[Membership], Iterable[Card]]
_makers: list[CardMaker] = []


def on_home(maker: CardMaker) -> CardMaker:
    """Register a function that gives the cards for a member; call it from `AppConfig.ready`."""
    if maker not in _makers:
        _makers.append(maker)
    return maker


def administration(membership: Membership) -> Iterator[Card]:
    """What administrators look after, whatever else they do."""
    if not membership.has_role(Role.ADMINISTRATOR):
        return
    yield Card(
        title=_("Users"),
        text=_("Who works for your organisation, and what each of them may do."),
        url=reverse("users"),
        action=_("See the users"),
    )
    yield Card(
        title=_("API keys"),
        text=_("For programs that read addresses and address lists for your organisation."),
        url=reverse("tokens"),
        action=_("See the API keys"),
    )


def cards_for(membership: Membership) -> list[Card]:
    """All cards of the member: what waits comes first, administration last."""
    cards = [card for maker in (*_makers, administration) for card in maker(membership)]
    return sorted(cards, key=lambda card: not card.waits)
