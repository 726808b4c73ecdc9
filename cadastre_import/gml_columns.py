"""The texts of an element of GML, by the columns that sources.toml describes."""

from __future__ import annotations

from lxml import etree

_Path = tuple[str, tuple[str, ...]]
"""A child's tag, and those below it; the tag is empty where the rest is looked for at any depth."""


class Columns:
    """The texts of an element's columns, in one pass over its children.

    Of the paths of a column the first that has a text is taken. `*` is the element's own name in
    lower case, and a path that begins with `//` is looked for at any depth.
    """

    def __init__(self, columns: dict[str, list[str]]) -> None:
        self._columns = list(columns.values())
        self._in_namespace: dict[str, list[list[_Path]]] = {}

    def values(self, element: etree._Element) -> list[str]:
        """By column; empty where there is no text."""
        ns = element.tag[: element.tag.rfind("}") + 1]
        children: dict[str, etree._Element] = {}
        for child in element.iterchildren("*"):
            children.setdefault(child.tag, child)
        return [_first(element, paths, children) for paths in self._paths(ns)]

    def _paths(self, ns: str) -> list[list[_Path]]:
        if ns not in self._in_namespace:
            self._in_namespace[ns] = [[_tag_and_below(ns, path) for path in paths]
                                      for paths in self._columns]  # fmt: skip
        return self._in_namespace[ns]


def local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def descend(element: etree._Element, tags: tuple[str, ...]) -> etree._Element | None:
    """The first element at the end of a path of tags. `find` does the same, in Python."""
    first, *rest = tags
    for child in element.iterchildren(first):
        found = descend(child, tuple(rest)) if rest else child
        if found is not None:
            return found
    return None


def _first(element: etree._Element, paths: list[_Path], children: dict[str, etree._Element]) -> str:
    for tag, below in paths:
        if tag == "*":
            return local_name(element).lower()
        found = children.get(tag) if tag else next(element.iterdescendants(*below), None)
        if tag and below and found is not None:
            found = descend(found, below)
        if found is None:
            continue
        text = "".join(found.itertext()) if len(found) else found.text
        if text and (text := text.strip()):
            return text
    return ""


def _tag_and_below(ns: str, path: str) -> _Path:
    if path == "*":
        return path, ()
    if path.startswith("//"):
        return "", (ns + path[2:],)
    first, *rest = (ns + name for name in path.split("/"))
    return first, tuple(rest)
