from django.db import migrations


class Migration(migrations.Migration):
    """Counting reads the points of an area from this index alone (`spans_of_area.sql`).

    Django cannot say it: expressions together with further columns.
    """

    dependencies = [("cadastre", "0009_numbers_before_and_after")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX address_geom_strip ON address"
            " ((floor(ST_Y(geom) / 50)::integer), (ST_X(geom)))"
            " INCLUDE (id, geom, municipality_number, unit_count)",
            "DROP INDEX address_geom_strip",
        ),
    ]
