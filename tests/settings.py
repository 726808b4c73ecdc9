"""The product's settings on the tests' own services, in `<GEOTARGET_VAR>/test`: a PostgreSQL and a
Redis for each process that tests side by side."""

from __future__ import annotations

import os
from pathlib import Path

from geotarget.running import paths

for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "PUBLIC_URL"):
    os.environ.pop(name, None)
# What starts the others has read this file before they do.
of_tests = Path(os.environ.setdefault("GEOTARGET_TEST_VAR", str(paths.var() / "test")))
os.environ["GEOTARGET_VAR"] = str(of_tests / os.environ.get("PYTEST_XDIST_WORKER", "alone"))

from geotarget.running import addresses  # noqa: E402

os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"] = addresses.database_owner_url()

from geotarget.settings import *  # noqa: E402, F403
from geotarget.settings import MIDDLEWARE as PRODUCTS_MIDDLEWARE  # noqa: E402

# Static files come from their source folders: nothing is collected for a test.
MIDDLEWARE = [name for name in PRODUCTS_MIDDLEWARE if "whitenoise" not in name]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests of the countdown ask for one.
COUNTDOWN_SECONDS = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
