from django.db import migrations, models


class Migration(migrations.Migration):
    """Led by both numbers, most comparisons end before the text of the municipality when the index
    is built. Leases (fnr) are few at a property: they are told apart in the rows."""

    dependencies = [("cadastre", "0020_districts_by_ranges")]

    operations = [
        migrations.RemoveIndex(model_name="address", name="address_property"),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(
                fields=["gnr", "bnr", "municipality_number"], name="address_property"
            ),
        ),
    ]
