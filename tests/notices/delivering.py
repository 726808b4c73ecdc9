"""From a list to what arrives, in one process."""

from __future__ import annotations

from collections import Counter
from typing import Any

from geotarget.notices import handover
from geotarget.notices.approve import approve, submit
from geotarget.notices.deliver import deliver_next
from geotarget.notices.models import Chunk, Dispatch, Notice
from geotarget.notices.send import send
from geotarget.organisations.models import User
from geotarget.simulators.running import Simulators
from geotarget.targeting.models import ListedAddress
from tests.notices.outside import open_gates
from tests.notices.world import World, make_list, make_notice


def send_to(world: World, rows: list[ListedAddress], **content: str) -> Dispatch:
    """A dispatch to a new list of the rows, approved as it should be."""
    notice = make_notice(world, make_list(world, rows), **content)
    return release(notice, author=world.author, approver=world.approver)


def release(notice: Notice, *, author: User, approver: User) -> Dispatch:
    """Submitted, approved and sent, though it may be the same once more."""
    submit(notice, user=author)
    approve(
        notice,
        content_hash=Notice.objects.get(pk=notice.pk).content_hash(),
        user=approver,
        reason="Sent once more on purpose",
    )
    return send(notice, user=author)


def deliver_all() -> None:
    """Every open chunk once, whether or not it would wait."""
    for chunk in Chunk.objects.exclude(state="done").order_by("pk"):
        Chunk.objects.update(not_before="2100-01-01T00:00:00Z")
        Chunk.objects.filter(pk=chunk.pk).update(not_before="2000-01-01T00:00:00Z")
        deliver_next()


def mend(simulators: Simulators) -> None:
    """Everything outside works again, and workers may find that out at once."""
    simulators.faults.clear()
    open_gates()


def held_after_the_first_batch(monkeypatch: Any, act: Any, dispatch: Dispatch, user: Any) -> None:
    """Somebody presses a button while the first batch is in the provider's hands."""
    send_batch = handover._send_batch

    def pressing(*arguments: Any) -> Any:
        handovers = send_batch(*arguments)
        monkeypatch.undo()
        act(dispatch, user=user)
        return handovers

    monkeypatch.setattr(handover, "_send_batch", pressing)


def arrived(simulators: Simulators) -> Counter[str]:
    return Counter(entry.to for entry in simulators.arrived.matching())
