"""Nothing in tables: `gis.notice` has got a column in its middle, and views are dropped before a
migration and made anew after it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0013_vulnerable_places"),
    ]

    operations = []
