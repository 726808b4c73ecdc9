from django.db import migrations


class Migration(migrations.Migration):
    """A session takes ids of listed addresses a thousand at a time: a list of a town takes a
    hundred thousand. Within a list they still rise, which its order relies on.

    Django cannot say it.
    """

    dependencies = [("targeting", "0011_listed_addresses_without_places")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE listed_address ALTER COLUMN id SET CACHE 1000",
            "ALTER TABLE listed_address ALTER COLUMN id SET CACHE 1",
        ),
    ]
