from __future__ import annotations

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_database_of_the_tests_has_postgis() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT postgis_version(), current_user")
        version, user = cursor.fetchone()
    assert version.startswith("3.")
    assert user == "geotarget_owner"
