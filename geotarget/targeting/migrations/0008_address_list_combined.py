from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("targeting", "0007_area_versions")]

    operations = [
        migrations.AddField(
            model_name="addresslist",
            name="combined",
            field=models.JSONField(null=True),
        ),
    ]
