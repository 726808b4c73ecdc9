-- Purpose: what is counted of all rows that came in, over a connection of its own while they are compared
-- and published: writing them in order and building some of their indexes leave a core idle.
SET max_parallel_workers_per_gather = 0;

ANALYZE parsed (street_code, street_name, extra_name);

CREATE UNLOGGED TABLE given_name AS
SELECT municipality_number, street_code, street_name, extra_name, count(*) AS n,
  max(municipality_name) AS municipality_name
FROM parsed
GROUP BY municipality_number, street_code, street_name, extra_name;

CREATE UNLOGGED TABLE urban AS
SELECT urban_area, municipality_number, max(urban_area_name) AS name
FROM parsed
WHERE urban_area <> ''
GROUP BY urban_area, municipality_number;
