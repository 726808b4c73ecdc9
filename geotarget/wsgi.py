from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geotarget.settings")

import geotarget.celery  # noqa: F401  (tasks sent by the web go to our broker)

application = get_wsgi_application()
