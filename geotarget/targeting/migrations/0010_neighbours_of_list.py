from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("targeting", "0009_adjustments")]
    operations = [
        migrations.AddField(
            model_name="addresslist", name="neighbours", field=models.JSONField(null=True)
        )
    ]
