"""Who is in the area: areas, frozen address lists, and what an organisation knows of addresses."""

from .address_list import AddressList, ListedAddress
from .adjustment_note import AdjustmentNote
from .area import Area
from .own_attribute import OwnAttribute, OwnAttributeVersion, OwnValue

__all__ = [
    "AddressList",
    "AdjustmentNote",
    "Area",
    "ListedAddress",
    "OwnAttribute",
    "OwnAttributeVersion",
    "OwnValue",
]
