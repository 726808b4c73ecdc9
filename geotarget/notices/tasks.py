"""What the workers run. Every task may run twice or in parallel: the database decides who works."""

from __future__ import annotations

from celery import shared_task
from django.db import connection

from geotarget.organisations.away import one_line_while_away

from .close import close_finished
from .deletions import each_by_itself, tell_overdue
from .deliverers import deliverers
from .forget import forget_due
from .opt_out import forget_old
from .pass_on import pass_on
from .progress import check_running
from .reach import COUNT_REACH, count_reach
from .settle import follow, settle_unknown
from .wake import DELIVER, wake
from .waves import open_waves


@shared_task(name=DELIVER)
def deliver() -> None:
    """See to it that somebody in this process looks for chunks; they work on beside other tasks."""
    with one_line_while_away("delivery"):
        open_waves()
        deliverers.call()


@shared_task(name="geotarget.notices.reconcile")
def reconcile() -> None:
    """Put right what died half-way, wake workers for what can be worked on, and check counts."""
    with one_line_while_away("reconciliation"):
        with connection.cursor() as cursor:
            open_waves()
            cursor.execute("SELECT reconcile_delivery()")
            wake(cursor.fetchone()[0])
        check_running()


@shared_task(name=COUNT_REACH)
def reach(notice_id: int) -> None:
    """Count whom a notice would reach; the message carries its id alone."""
    with one_line_while_away("count of reach"):
        count_reach(notice_id)


@shared_task(name="geotarget.notices.settle")
def settle() -> None:
    """Settle what is unknown where the provider can be asked, and pass on what did not arrive."""
    with one_line_while_away("settling"):
        settle_unknown()
        pass_on()


@shared_task(name="geotarget.notices.follow")
def follow_messages() -> None:
    """Ask providers that do not report by themselves what became of messages."""
    with one_line_while_away("receipts"):
        follow()


@shared_task(name="geotarget.notices.close")
def close() -> None:
    """Delete what has reached its end: keys past their receipt window, outcomes per address."""
    with one_line_while_away("deletion"):
        acts = (close_finished, forget_due, forget_old)
        each_by_itself(acts, lambda act: act(), "a deletion")
        tell_overdue()
