from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0009_sms_accounts")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="written_in",
            field=models.TextField(
                choices=[("nb", "nb"), ("nn", "nn")], db_default="nb", default="nb"
            ),
        ),
    ]
