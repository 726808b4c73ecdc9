from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("targeting", "0002_census_tract_of_listed_address")]

    operations = [
        migrations.AddField(
            model_name="addresslist",
            name="taken_out_count",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
