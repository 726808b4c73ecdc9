from __future__ import annotations

from django.urls import path, re_path

from .address_lists import AddressListEndpoint, AddressListsEndpoint
from .addresses import AddressEndpoint, AddressesEndpoint, AddressSearchEndpoint
from .datasets import DatasetsEndpoint, VersionsEndpoint
from .endpoint import NothingHere
from .members import MembersEndpoint
from .old_numbers import OldNumberEndpoint
from .openapi import schema
from .parcels import ParcelEndpoint, ParcelSearchEndpoint, ParcelsEndpoint
from .preview import PreviewEndpoint

app_name = "api"

urlpatterns = [
    path("schema", schema, name="schema"),
    path("preview", PreviewEndpoint.as_view(), name="preview"),
    path("address-lists", AddressListsEndpoint.as_view(), name="address_lists"),
    path("address-lists/<int:pk>", AddressListEndpoint.as_view(), name="address_list"),
    path("address-lists/<int:pk>/members", MembersEndpoint.as_view(), name="members"),
    path("addresses", AddressesEndpoint.as_view(), name="addresses"),
    path("address-search", AddressSearchEndpoint.as_view(), name="address_search"),
    path("addresses/<slug:source_id>", AddressEndpoint.as_view(), name="address"),
    path("parcels", ParcelsEndpoint.as_view(), name="parcels"),
    path("parcel-search", ParcelSearchEndpoint.as_view(), name="parcel_search"),
    path("parcels/<slug:source_id>", ParcelEndpoint.as_view(), name="parcel"),
    path("old-numbers", OldNumberEndpoint.as_view(), name="old_number"),
    path("datasets", DatasetsEndpoint.as_view(), name="datasets"),
    path("datasets/versions", VersionsEndpoint.as_view(), name="dataset_versions"),
    re_path("", NothingHere.as_view(), name="nothing"),
]
