from __future__ import annotations

from django.core.wsgi import get_wsgi_application

import geotarget.celery  # noqa: F401  (names the settings, and our broker)

application = get_wsgi_application()
