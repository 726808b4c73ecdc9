from __future__ import annotations

from django.urls import path

from .views import (
    areas,
    cadastre,
    counting,
    downloads,
    labels,
    lists,
    map_page,
    overlapping,
    searching,
    shaping,
    tiles,
    today,
)

app_name = "targeting"

urlpatterns = [
    path("map/", map_page.map_page, name="map"),
    path("map/count/", counting.count, name="count"),
    path("map/selected/", counting.selected, name="selected"),
    path("map/group/", counting.group, name="group"),
    path("map/points/", counting.points, name="points"),
    path("map/compare/", counting.compare, name="compare"),
    path("map/zones/", shaping.zones, name="zones"),
    path("map/join/", shaping.join, name="join"),
    path("map/cut/", shaping.cut_out, name="cut"),
    path("map/edges/", shaping.edges, name="edges"),
    path("map/search/", searching.search, name="search"),
    path("map/at/", searching.at, name="at"),
    path("map/freeze/", lists.freeze_list, name="freeze"),
    path("tiles/<int:z>/<int:x>/<int:y>.mvt", tiles.vector_tile, name="tile"),
    path("cadastre/", cadastre.cadastre, name="cadastre"),
    path("cadastre/<int:pk>/", cadastre.cadastre_version, name="cadastre_version"),
    path("map/save/", areas.save, name="save"),
    path("map/overlaps/", overlapping.overlaps, name="overlaps"),
    path("areas/", areas.area_index, name="areas"),
    path("areas/<int:pk>/", areas.area_detail, name="area"),
    path("areas/<int:pk>/overlaps/", overlapping.of_area, name="area_overlaps"),
    path("areas/<int:pk>/keep/", areas.keep, name="area_keep"),
    path("areas/<int:pk>/delete/", areas.delete, name="area_delete"),
    path("lists/", lists.list_index, name="lists"),
    path("lists/<int:pk>/", lists.list_detail, name="list"),
    path("lists/<int:pk>/today/", today.list_today, name="list_today"),
    path("lists/<int:pk>/renew/", today.renew, name="list_renew"),
    path("lists/<int:pk>/overlaps/", overlapping.of_list, name="list_overlaps"),
    path("lists/<int:pk>/points/", lists.list_points, name="list_points"),
    path("lists/<int:pk>.csv", downloads.download_csv, name="list_csv"),
    path("lists/<int:pk>.geojson", downloads.download_geojson, name="list_geojson"),
    path("lists/<int:pk>.xlsx", downloads.download_xlsx, name="list_xlsx"),
    path("lists/<int:pk>.gpkg", downloads.download_geopackage, name="list_gpkg"),
    path("lists/<int:pk>/map.pdf", downloads.download_map, name="list_map"),
    path("lists/<int:pk>/labels/", labels.labels, name="list_labels"),
    path("lists/<int:pk>/labels.pdf", labels.download_labels, name="list_labels_pdf"),
]
