from __future__ import annotations

import os
import resource
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geotarget.settings")

from geotarget.schedule import BEAT_SCHEDULE

app = Celery("geotarget")
app.set_default()  # in every thread: what is asked of the workers goes to our broker
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = BEAT_SCHEDULE
app.autodiscover_tasks()


@worker_init.connect
def leave_no_core(**_: Any) -> None:
    """What a worker has in memory are residents: no crash may put them on a disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
