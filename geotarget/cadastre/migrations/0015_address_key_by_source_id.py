from django.db import migrations, models


class Migration(migrations.Migration):
    """What a first import builds costs less: the key is led by what tells rows apart, and access
    points have the index that the model says, of the few rows that have any (Django leaves the
    condition of an index of geometry out). Names are no longer counted anew
    (`sql/staging/address_link.sql`)."""

    dependencies = [("cadastre", "0014_coverage_per_source")]

    operations = [
        migrations.RemoveConstraint(model_name="address", name="address_source_once"),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.UniqueConstraint(
                fields=["source_id", "source"], name="address_source_once"
            ),
        ),
        migrations.RunSQL(
            "DROP INDEX address_access_points; CREATE INDEX address_access_points ON address"
            " USING gist (access_points) WHERE access_points IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "DROP FUNCTION IF EXISTS refresh_address_names(text[])", migrations.RunSQL.noop
        ),
    ]
