from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0005_api_token")]
    operations = [
        migrations.AddField("organisation", "colour", models.TextField(blank=True, default="")),
        migrations.AddField(
            "organisation", "logo_digest", models.TextField(blank=True, default="")
        ),
        migrations.CreateModel(
            name="OrganisationLogo",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="organisations.organisation",
                    ),
                ),
                ("png", models.BinaryField()),
            ],
            options={"db_table": "organisation_logo"},
        ),
    ]
