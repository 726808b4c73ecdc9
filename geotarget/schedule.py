"""What runs by itself, and how often. Every act here may run twice without harm."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab
from django.conf import settings

from geotarget.domain.delivery_state import FOLLOW_SECONDS, SETTLE_SECONDS

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "put right what died half-way": {
        "task": "geotarget.notices.reconcile",
        "schedule": settings.RECONCILE_SECONDS,
        # One that nobody took in time is worthless: the next one does its work.
        "options": {"expires": settings.RECONCILE_SECONDS},
    },
    "settle what is unknown": {
        "task": "geotarget.notices.settle",
        "schedule": SETTLE_SECONDS,
        "options": {"expires": SETTLE_SECONDS},
    },
    "ask what became of letters": {
        "task": "geotarget.notices.follow",
        "schedule": FOLLOW_SECONDS,
        "options": {"expires": FOLLOW_SECONDS},
    },
    "destroy keys past their receipt window": {
        "task": "geotarget.notices.close",
        "schedule": 300,
        "options": {"expires": 300},
    },
    "delete saved areas whose day has come": {
        "task": "geotarget.targeting.delete_due_areas",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "delete free text of reasons whose time is over": {
        "task": "geotarget.targeting.delete_due_notes",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "renew the cadastre": {
        "task": "geotarget.cadastre.update",
        "schedule": crontab(hour=settings.CADASTRE_UPDATE_HOUR, minute=40),
        "options": {"expires": 3600},
    },
}
