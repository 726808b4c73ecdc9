"""What is needed to tell the result per small area and to make the paper list, with its end date.

Of dispatches sent before this nothing is known per address; a paper list would name everybody.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_initial"),
        ("targeting", "0002_census_tract_of_listed_address"),
    ]

    operations = [
        migrations.AddField(
            model_name="chunk",
            name="unread",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="outcomes_deleted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(
            "UPDATE dispatch SET outcomes_deleted_at = now()", migrations.RunSQL.noop
        ),
        migrations.AddField(
            model_name="recipient",
            name="small_area",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="AddressMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="notices.dispatch"
                    ),
                ),
                (
                    "listed_address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="targeting.listedaddress"
                    ),
                ),
                (
                    "attempt",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="notices.attempt",
                    ),
                ),
            ],
            options={
                "db_table": "address_message",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dispatch", "listed_address", "attempt"),
                        name="address_message_once",
                    )
                ],
            },
        ),
    ]
