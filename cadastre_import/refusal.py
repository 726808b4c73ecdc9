"""A delivery that cannot be imported as it is: the user's to mend, published data untouched."""

from __future__ import annotations

from typing import Any

from geotarget.domain.errors import InputError

Fault = tuple[str, dict[str, Any]]
"""A sentence with places, and what fills them."""


class DeliveryRefused(InputError):
    """The delivery or the way it was asked for is at fault; nothing was published.

    The message names the line where there is one, and what to do next.
    """


class ImportBusy(DeliveryRefused):
    """Another import of the same data set is running."""
