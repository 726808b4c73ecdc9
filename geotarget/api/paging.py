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


@dataclass(frozen=True)
class Asked:
    """Which page: the rows with a key beyond `after` (None for the first), at most `limit`."""

    after: int | None
    limit: int

    @property
    def one_more(self) -> int:
        """Rows to read, to know whether others follow."""
        return self.limit + 1


def asked_in(query: dict[str, str]) -> Asked:
    """Raises `NotUnderstoodError`."""
    limit = whole_number(query["limit"], "limit", 1, MOST) if "limit" in query else USUAL
    after = whole_number(query["cursor"], "cursor", 0, LARGEST_KEY) if "cursor" in query else None
    return Asked(after, limit)


def page_of(
    rows: QuerySet[Any], request: Request, asked: Asked, newest_first: bool = False
) -> Page:
    """One page of rows by primary key."""
    if asked.after is not None:
        rows = rows.filter(**{"pk__lt" if newest_first else "pk__gt": asked.after})
    found = list(rows.order_by("-pk" if newest_first else "pk")[: asked.one_more])
    if len(found) <= asked.limit:
        return Page(found, None)
    last = found[asked.limit - 1].pk
    here = request.build_absolute_uri()
    return Page(found[: asked.limit], replace_query_param(here, "cursor", last))
