"""An address list as a file that other programs open: spreadsheet, GeoPackage, labels, map.

Each module makes one kind, whole or not at all, in memory that does not grow with the list.
"""
