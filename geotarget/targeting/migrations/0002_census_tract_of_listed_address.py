"""The census tract of each listed address, for results per small area. Lists frozen before have
none; their results are told by postcode."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("targeting", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="listedaddress",
            name="census_tract",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="listedaddress",
            name="census_tract_name",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
