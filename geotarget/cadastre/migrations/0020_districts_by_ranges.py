from django.db import migrations


class Migration(migrations.Migration):
    """Census tract, postcode and urban area share one small index of ranges of pages: rows lie in
    the order of the map, so that the addresses of a code lie in few of them. It is built in a third
    of the time of an index of each, and an address that changes need not be told to it.

    Codes of neighbours need not follow each other: a range keeps which codes it has (a Bloom
    filter), not the first and the last. Django cannot say it.
    """

    dependencies = [("cadastre", "0019_address_standing")]

    operations = [
        migrations.RemoveIndex(model_name="address", name="address_census_tract"),
        migrations.RemoveIndex(model_name="address", name="address_postcode"),
        migrations.RemoveIndex(model_name="address", name="address_urban_area"),
        migrations.RunSQL(
            "CREATE INDEX address_district ON address USING brin"
            " (census_tract text_bloom_ops (n_distinct_per_range = 64),"
            " postcode text_bloom_ops (n_distinct_per_range = 32),"
            " urban_area text_bloom_ops (n_distinct_per_range = 16))"
            " WITH (pages_per_range = 32, autosummarize = on)",
            "DROP INDEX address_district",
        ),
    ]
