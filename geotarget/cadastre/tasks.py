"""What the workers run for the cadastre."""

from __future__ import annotations

from celery import shared_task

from .nightly import start_update


@shared_task(name="geotarget.cadastre.update")
def update() -> None:
    """Renew what is published. A second one at the same time finds the first and ends."""
    start_update()
