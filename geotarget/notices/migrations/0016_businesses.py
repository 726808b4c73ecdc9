import django.contrib.postgres.fields
from django.db import migrations, models


def _choice() -> models.BooleanField:
    return models.BooleanField(db_default=False, default=False)


class Migration(migrations.Migration):
    dependencies = [("notices", "0015_second_round_waits")]

    operations = [
        migrations.AddField(model_name="notice", name="tells_businesses", field=_choice()),
        migrations.AddField(model_name="dispatch", name="tells_businesses", field=_choice()),
        migrations.AddField(
            model_name="chunk",
            name="business_address_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AlterField(
            model_name="chunk",
            name="lookup",
            field=models.TextField(
                choices=[
                    ("street", "Street"),
                    ("houses", "Houses"),
                    ("postcode", "Postcode"),
                    ("businesses", "Businesses"),
                ]
            ),
        ),
    ]
