from django.db import migrations


class Migration(migrations.Migration):
    """Whether an address stands on a parcel is asked of each address of a town while somebody
    draws. Filled and kept by `sql/functions/note_standing.sql`."""

    dependencies = [("cadastre", "0018_first_load_and_few_changes")]

    operations = [
        migrations.RunSQL(
            "CREATE TABLE address_standing"
            " (block bigint PRIMARY KEY, bits bit(1024) NOT NULL) WITH (fillfactor = 50)",
            "DROP TABLE address_standing",
        )
    ]
