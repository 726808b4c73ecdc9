from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

ROLES = (
    "planner",
    "sender",
    "approver",
    "emergency_sender",
    "paper_list",
    "front_desk",
    "administrator",
)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0007_sending"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="roles",
            field=ArrayField(base_field=models.TextField(choices=[(role, role) for role in ROLES])),
        ),
    ]
