"""JSON of somebody else's server: whatever it is, it is read or it is a `ValueError`."""

from __future__ import annotations

from typing import Any

import requests


def json_of(response: requests.Response) -> Any:
    """What stands in the body. Raises ValueError, also for what is nested too deep to be read."""
    try:
        return response.json()
    except RecursionError:
        raise ValueError("nested too deep") from None
