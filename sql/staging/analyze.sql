-- Purpose: fresh statistics for the planner after a publication.
ANALYZE address;
ANALYZE unit;
ANALYZE parcel;
ANALYZE cadastral_unit;
ANALYZE parcel_cadastral_unit;
ANALYZE parcel_address;
ANALYZE building;
ANALYZE building_unit;
