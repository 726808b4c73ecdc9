"""What is there: the published cadastre. Written by `cadastre_import`, read by everybody else."""

from .address import Address
from .dataset import CadastreChange, DatasetCoverage, DatasetVersion
from .municipality import Municipality
from .parcel import CadastralUnit, Parcel, ParcelAddress, ParcelCadastralUnit
from .unit import Unit

__all__ = [
    "Address",
    "CadastralUnit",
    "CadastreChange",
    "DatasetCoverage",
    "DatasetVersion",
    "Municipality",
    "Parcel",
    "ParcelAddress",
    "ParcelCadastralUnit",
    "Unit",
]
