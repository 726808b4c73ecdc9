"""Who is in the area: areas, and the frozen address lists made from them."""

from .address_list import AddressList, ListedAddress
from .area import Area

__all__ = ["AddressList", "Area", "ListedAddress"]
