"""Pages that follow the key of the rows: none is lost or repeated while others come and go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from .reading import whole_number

USUAL, MOST = 100, 1_000
LARGEST_KEY = 10**18 - 1
NAMES = ("cursor", "limit")
PARAMETERS = [
    OpenApiParameter(
        "cursor", {"type": "string", "pattern": "^[0-9]{1,18}$"}, description="As `next` has it."
    ),
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        description="Rows on a page. More than the maximum is refused, never lowered.",
    ),
]


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    next: str | None
    """Where the following rows are asked for, in the same way; None on the last page."""


def page_of(
    rows: QuerySet[Any], request: Request, query: dict[str, str], newest_first: bool = False
) -> Page:
    """One page of rows by primary key. Raises `NotUnderstoodError`."""
    limit = whole_number(query["limit"], "limit", 1, MOST) if "limit" in query else USUAL
    if "cursor" in query:
        key = whole_number(query["cursor"], "cursor", 0, LARGEST_KEY)
        rows = rows.filter(**{"pk__lt" if newest_first else "pk__gt": key})
    found = list(rows.order_by("-pk" if newest_first else "pk")[: limit + 1])
    if len(found) <= limit:
        return Page(found, None)
    here = request.build_absolute_uri()
    return Page(found[:limit], replace_query_param(here, "cursor", found[limit - 1].pk))
