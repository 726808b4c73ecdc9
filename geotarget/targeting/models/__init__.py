"""Who is in the area: areas, frozen address lists, and what an organisation knows of addresses."""

from .address_list import AddressList, ListedAddress
from .adjustment_note import AdjustmentNote
from .area import Area
from .frozen_once import FrozenOnce
from .own_attribute import OwnAttribute, OwnAttributeVersion, OwnValue

__all__ = [
    "AddressList",
    "AdjustmentNote",
    "Area",
    "FrozenOnce",
    "ListedAddress",
    "OwnAttribute",
    "OwnAttributeVersion",
    "OwnValue",
]
