from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geotarget.settings")

from geotarget.schedule import BEAT_SCHEDULE

app = Celery("geotarget")
app.set_default()  # in every thread: what is asked of the workers goes to our broker
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = BEAT_SCHEDULE
app.autodiscover_tasks()
