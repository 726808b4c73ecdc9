from __future__ import annotations

from geotarget.celery import app

app.set_default()
