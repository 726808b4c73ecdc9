-- Purpose: the verdict carried out on the organisation's own values. Runs inside the one transaction.
DELETE FROM own_value
WHERE id IN (SELECT published_id FROM verdict);

DELETE FROM own_attribute AS a
USING load
WHERE a.organisation_id = load.organisation_id AND a.title = load.title
  AND (NOT a.name = ANY (load.attributes) OR a.is_of_property <> load.is_of_property);

INSERT INTO own_attribute (organisation_id, title, name, is_of_property)
SELECT organisation_id, title, unnest(attributes), is_of_property
FROM load
ON CONFLICT (organisation_id, name) DO NOTHING;

INSERT INTO own_value (organisation_id, attribute_id, key, value)
SELECT a.organisation_id, a.id, v.key, v.value
FROM verdict AS v
CROSS JOIN load
JOIN own_attribute AS a ON a.organisation_id = load.organisation_id AND a.name = v.name
WHERE v.published_id IS NULL
ORDER BY a.id, v.key;
