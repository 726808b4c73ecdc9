"""Coverage is told for each source: a user's own addresses do not make the official ones look newer."""

from django.db import migrations, models

# Data sets of one deliverer have its word. Of the three that users describe, the rows tell.
SOURCES = """
UPDATE dataset_coverage
SET source = CASE dataset WHEN 'business' THEN 'brreg' ELSE 'bring' END
WHERE dataset IN ('business', 'postcode');

UPDATE dataset_coverage AS c
SET source = t.source
FROM (
  SELECT 'address' AS dataset, municipality_number, min(source) AS source
  FROM address
  GROUP BY municipality_number
  HAVING bool_and(source <> 'matrikkel')
  UNION ALL
  SELECT 'unit', municipality_number, min(source)
  FROM unit
  GROUP BY municipality_number
  HAVING bool_and(source <> 'matrikkel')
  UNION ALL
  SELECT 'parcel', municipality_number, min(source)
  FROM parcel
  GROUP BY municipality_number
  HAVING bool_and(source <> 'matrikkel')
) AS t
WHERE (t.dataset, t.municipality_number) = (c.dataset, c.municipality_number)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cadastre", "0013_units_from_the_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="datasetcoverage",
            name="source",
            field=models.TextField(db_default="matrikkel"),
        ),
        migrations.RemoveConstraint(
            model_name="datasetcoverage",
            name="dataset_coverage_once",
        ),
        migrations.AddConstraint(
            model_name="datasetcoverage",
            constraint=models.UniqueConstraint(
                fields=("dataset", "municipality_number", "source"), name="dataset_coverage_once"
            ),
        ),
        migrations.RunSQL(SOURCES, migrations.RunSQL.noop),
    ]
