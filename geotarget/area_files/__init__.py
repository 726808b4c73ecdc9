"""Reads areas out of the files that planners have, in a process of its own.

GeoJSON, zipped Shapefile, GeoPackage, KML, GML and SOSI. Nothing is repaired or left out silently:
each feature is told with what is wrong with it and where. No Django but for its binding of GDAL.
"""
