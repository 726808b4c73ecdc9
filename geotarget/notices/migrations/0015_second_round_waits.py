from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0014_stopped_in_view")]

    operations = [
        migrations.AddField(
            model_name="chunk", name="again_at", field=models.DateTimeField(null=True)
        ),
    ]
