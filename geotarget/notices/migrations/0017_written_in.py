from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0016_businesses")]

    operations = [
        migrations.AddField(
            model_name="dispatch",
            name="written_in",
            field=models.TextField(db_default="nb", default="nb"),
        ),
    ]
