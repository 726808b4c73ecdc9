import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("targeting", "0006_own_attributes")]

    operations = [
        migrations.AddField(
            model_name="area",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="area",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="replaced_by",
                to="targeting.area",
            ),
        ),
        migrations.AddField(
            model_name="area",
            name="first",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="later",
                to="targeting.area",
            ),
        ),
        migrations.AddField(
            model_name="area",
            name="ends_on",
            field=models.DateField(null=True),
        ),
    ]
