"""What is there: the published cadastre. Written by `cadastre_import`, read by everybody else."""

from .address import Address
from .address_name import AddressName
from .building import Building, BuildingUnit
from .business import Business
from .dataset import CadastreChange, DatasetCoverage, DatasetVersion
from .district import District, Postcode, UrbanArea
from .download import CadastreDownload
from .municipality import Municipality
from .parcel import CadastralUnit, Parcel, ParcelAddress, ParcelCadastralUnit
from .unit import Unit

__all__ = [
    "Address",
    "AddressName",
    "Building",
    "BuildingUnit",
    "Business",
    "CadastralUnit",
    "CadastreChange",
    "CadastreDownload",
    "DatasetCoverage",
    "DatasetVersion",
    "District",
    "Municipality",
    "Parcel",
    "ParcelAddress",
    "ParcelCadastralUnit",
    "Postcode",
    "Unit",
    "UrbanArea",
]
