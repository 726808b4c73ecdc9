-- Purpose: the addresses of the places of business.
SELECT match_businesses(array_agg(municipality_number)) FROM coverage HAVING count(*) > 0;
