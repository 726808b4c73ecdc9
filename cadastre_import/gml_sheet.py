"""The texts of many features at once, taken out by a stylesheet: the parser's library walks the
elements, and no object is made for each of them.

Only for what most features are: columns with one path each, and one polygon whose rings are one
`posList` each. Of any other feature `records` says so, and it is read element by element.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from lxml import etree

from .gml_shapes import GML
from .sources import Source

FIELD, ROW, RING, END = "\ue001", "\ue002", "\ue003", "\ue004"
"""Of a private area, which no delivery has; where one has them, its count of fields is wrong."""
_XLINK = "http://www.w3.org/1999/xlink"
_BOUNDARY = "*[count(*) = 1]/g:LinearRing[count(*) = 1]/g:posList[not(*) and not(@*)]"
_IS_PLAIN = (
    f"count(*) = 1 and g:Polygon[count(g:exterior) = 1 and count(*) = count({_BOUNDARY})"
    " and count(*) = count(g:exterior | g:interior) and not(@srsDimension = '')"
    " and not(descendant-or-self::*/@x:href)]"
)


class Sheet:
    """The stylesheet of one source, for features of one namespace."""

    def __init__(self, source: Source, namespace: str) -> None:
        self._transform = etree.XSLT(
            etree.fromstring(_stylesheet(source, namespace)),
            access_control=etree.XSLTAccessControl.DENY_ALL,
        )

    def records(self, root: etree._Element) -> list[str]:
        """One per feature, in the order of the file, empty where it is not a plain one: its
        columns, name of the system and dimension as FIELDs, then each ring followed by RING, then
        each row of its group after a ROW."""
        return str(self._transform(root)).split(END)[:-1]


def fits(source: Source) -> bool:
    """Whether a stylesheet can read the source at all."""
    paths = [*source.columns.values(), *source.group.values()]
    return (
        source.has_lines
        and source.shape[0] == "surface"
        and bool(source.group)
        and len(source.features) == 1
        and all(len(each) == 1 and _is_simple(each[0]) for each in paths)
    )


def _is_simple(path: str) -> bool:
    return "*" not in path and not path.startswith("//")


def _stylesheet(source: Source, namespace: str) -> str:
    (feature,), holder, group = source.features, _path(source.shape[1]), _path(source.group_path)
    above = group.rpartition("/")[0] or "."
    spaces = {
        "xsl": "http://www.w3.org/1999/XSL/Transform", "f": namespace, "g": GML[1:-1], "x": _XLINK,
    }  # fmt: skip
    declared = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in spaces.items())
    columns = "".join(_value(_path(path)) for (path,) in source.columns.values())
    members = "".join(_value(_path(path)) for (path,) in source.group.values())
    rings = "".join(
        f'<xsl:for-each select="g:{kind}"><xsl:value-of select="g:LinearRing/g:posList"/>'
        f"{_text(RING)}</xsl:for-each>"
        for kind in ("exterior", "interior")
    )
    # A child of another namespace is for the reading element by element to judge.
    is_own = f"count(*) = count(f:*) and count({above}/*) = count({above}/f:*)"
    return (
        f'<xsl:stylesheet version="1.0" {declared}><xsl:output method="text"/>'
        f'<xsl:template match="/"><xsl:for-each select="*/*/f:{feature}">'
        f'<xsl:if test="{is_own} and count({holder}) = 1 and {holder}[{_IS_PLAIN}]">{columns}'
        f'<xsl:for-each select="{holder}/g:Polygon">{_value("@srsName")}{_value("@srsDimension")}'
        f"{rings}</xsl:for-each>"
        f'<xsl:for-each select="{group}">{_text(ROW)}{members}</xsl:for-each>'
        f"</xsl:if>{_text(END)}</xsl:for-each></xsl:template></xsl:stylesheet>"
    )


def _path(path: str) -> str:
    return "/".join(f"f:{name}" for name in path.split("/"))


def _value(path: str) -> str:
    return f'<xsl:value-of select="{path}"/>{_text(FIELD)}'


def _text(mark: str) -> str:
    return f"<xsl:text>{mark}</xsl:text>"
