-- Purpose: the tables of a file geodatabase in the form of the GML: cadastral units gathered at their
-- parcel, rings in the turn of the GML, arcs as lines that leave them by at most 0.01 m, words for what
-- is true, ids without the decimals that a table may give them, and times without the zone that GDAL
-- adds. What is not a surface counts as no outline.
CREATE UNLOGGED TABLE gathered AS
SELECT
  regexp_replace(parcel, '\.0+$', '') AS link,
  jsonb_agg(jsonb_build_object(
    'source_id', coalesce(regexp_replace(source_id, '\.0+$', ''), ''),
    'municipality_number', coalesce(municipality_number, ''),
    'gnr', coalesce(gnr, ''),
    'bnr', coalesce(bnr, ''),
    'fnr', coalesce(nullif(fnr, '0'), ''),
    'snr', coalesce(nullif(snr, '0'), ''),
    'kind', coalesce(kind, ''),
    'name', coalesce(trim(name), ''),
    'is_point_lease', coalesce(word_of_truth(is_point_lease), 'false')
  ) ORDER BY source_id COLLATE "C") AS units
FROM raw_unit
GROUP BY 1;

ALTER TABLE raw RENAME TO raw_table;

CREATE UNLOGGED TABLE raw AS
SELECT
  line,
  line AS file_line,
  regexp_replace(source_id, '\.0+$', '') AS source_id,
  municipality_number,
  municipality_name,
  label,
  ST_ForcePolygonCCW(ST_Multi(ST_Force2D(
    CASE
      WHEN GeometryType(shape) IN ('POLYGON', 'MULTIPOLYGON') THEN shape
      WHEN ST_Dimension(shape) = 2 THEN ST_CurveToLine(shape, 0.01, 1, 0)
    END
  ))) AS shape,
  area_m2,
  word_of_truth(is_disputed) AS is_disputed,
  word_of_truth(is_unregistered_joint_land) AS is_unregistered_joint_land,
  replace(replace(regexp_replace(updated, '\+00$', ''), '/', '-'), ' ', 'T') AS updated,
  replace(replace(regexp_replace(extracted, '\+00$', ''), '/', '-'), ' ', 'T') AS extracted,
  coalesce(g.units, '[]') AS units
FROM raw_table AS t
LEFT JOIN gathered AS g ON g.link = regexp_replace(t.link, '\.0+$', '');
