import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0005_api_token"),
        ("targeting", "0008_address_list_combined"),
    ]

    operations = [
        migrations.AddField(
            model_name="addresslist",
            name="added_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="addresslist",
            name="copy_count",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="addresslist",
            name="per",
            field=models.TextField(default="address"),
        ),
        migrations.AddField(
            model_name="addresslist",
            name="removed_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="listedaddress",
            name="adjustment",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.CreateModel(
            name="AdjustmentNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_id", models.TextField()),
                ("text", models.TextField()),
                ("written_on", models.DateField()),
                (
                    "address_list",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="targeting.addresslist",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="targeting.area",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "adjustment_note",
                "indexes": [
                    models.Index(fields=["written_on"], name="adjustment_note_by_day"),
                    models.Index(
                        fields=["organisation", "source_id"], name="adjustment_note_by_address"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address_list__isnull", True), ("area__isnull", True), _connector="XOR"
                        ),
                        name="adjustment_note_of_one",
                    )
                ],
            },
        ),
    ]
