"""Members of GML that are written alike: the same tags in the same turn around other texts.

What the parser has read once need not be parsed again. A pattern made of a member's tags holds only
for members that are as well-formed, and gives the texts that a row is made of; all others go to the
parser.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from .gml_columns import local_name
from .gml_parsing import closed_parser
from .gml_row import Places, RowMaker
from .gml_split import Frame
from .sources import Source

_WORTH_IT = 20
"""So often members must have been written alike: to make a pattern takes as long as to parse 50."""
_MOST = 400
"""Patterns of one file; of what is written in still more ways, the rest is parsed."""
_LONGEST = 1_000
"""Texts and tags: a longer pattern takes too long to make."""
_MARK = "\ue001"
_TAG = re.compile("(<[^<>]*>)")
_ID = re.compile("""(?<= gml:id=")[^"'<&]*(?=")""")
_ANY_ID, _ANY_TEXT = """[^"'<&]*+""", "[^<&]*+"
_COMMENT = re.compile("<!--[^-\n]*(?:-[^-\n]+)*-->")
_NEVER = bytes(code for code in range(32) if code not in b"\t\n")
"""Not in XML; but for a carriage return, which does not stay what it is."""


def plain_text(data: bytes, encoding: str) -> str | None:
    """A block without its comments, whose tags are all that it has of markup. Null where it has
    more, or characters that XML forbids: that is for the parser to judge."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    # To look for one byte takes a tenth of the time that two take.
    if len(data.translate(None, _NEVER)) != len(data) or (b"]" in data and b"]]>" in data):
        return None
    if b"\xef" in data and b"\xef\xbf" in data:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if "!" in text:
        text = _COMMENT.sub("", text)
    return None if "<!" in text or ("?" in text and "<?" in text) else text


@dataclass(frozen=True)
class _Pattern:
    """The first group of `tags` is the text behind the start tag of the feature."""

    tags: re.Pattern[str]
    places: Places


class Alike:
    """What has been learnt of the members of one file."""

    def __init__(self, source: Source, frame: Frame, maker: RowMaker) -> None:
        self._source = source
        self._frame = frame
        self._maker = maker
        self._parser = closed_parser()
        self._tags = [f"{{*}}{name}" for name in (*source.features, *source.passed_over)]
        self._border = frame.border.decode(frame.encoding)
        self._patterns: dict[int, list[_Pattern]] = {}
        self._left = _MOST
        self._seen: Counter[int] = Counter()

    def row(self, member: str, ordinal: int, line: int) -> bytes | None:
        """The row of a member without its end tag, which begins in a line; null where it is for the
        parser: written in another way, or wrong."""
        for pattern in self._patterns.get(member.count("<"), ()):
            found = pattern.tags.fullmatch(member)
            if found is not None:
                line += member.count("\n", 0, found.start(1))
                texts = ["", *map(str.strip, found.groups())]
                try:
                    return self._maker.row_of_texts(
                        texts, pattern.places, ordinal, line, self._frame.extracted
                    )
                except (ValueError, ArithmeticError):
                    return None
        return None

    def learn(self, member: str) -> None:
        """Note how a member is written that the parser has found well-formed."""
        if not self._left:
            return
        parts = _TAG.split(member)
        if len(parts) > _LONGEST:
            return
        tags = [_ID.sub("", tag) for tag in parts[1::2]]
        key = hash(tuple(tags))
        self._seen[key] += 1
        if self._seen[key] == _WORTH_IT:
            self._left -= 1
            pattern = self._pattern(parts)
            if pattern is not None:
                self._patterns.setdefault(member.count("<"), []).append(pattern)
        elif len(self._seen) > 16 * _MOST:
            self._seen.clear()

    def _pattern(self, parts: list[str]) -> _Pattern | None:
        """Of the texts and tags of a member in turn. Where its texts go is seen by what becomes of
        marks in their place; null where that says nothing of other members."""
        marked = [part if at % 2 else f"{_MARK}{at}{_MARK}" for at, part in enumerate(parts)]
        wanted: set[int] = set()

        def note(text: str) -> int:
            wanted.add(_number(text))
            return 0

        try:
            feature = self._feature("".join(marked))
            note(feature.text or "")
            first = min(wanted)
            self._maker.places(feature, self._frame.srs, note)
            wanted -= {0}
            groups = [0, *sorted(wanted)]
            places = self._maker.places(
                feature, self._frame.srs, lambda text: groups.index(_number(text))
            )
        except (etree.XMLSyntaxError, ValueError):
            return None
        tags = "".join(_expression(part, at, at in wanted) for at, part in enumerate(parts))
        return _Pattern(re.compile(tags), places) if first else None

    def _feature(self, member: str) -> etree._Element:
        """The only one in a member. Raises `ValueError` where there is another."""
        data = (member + self._border).encode(self._frame.encoding, "xmlcharrefreplace")
        root = etree.fromstring(self._frame.head + data + self._frame.tail, self._parser)
        (feature,) = root.iter(*self._tags)
        if local_name(feature) not in self._source.features:
            raise ValueError("a feature that is passed over")
        return feature


def _number(text: str) -> int:
    """Of the mark that a text is; 0 where it is empty."""
    if not text:
        return 0
    _, number, rest = text.split(_MARK)
    if rest:
        raise ValueError("more than a mark")
    return int(number)


def _expression(part: str, at: int, is_wanted: bool) -> str:
    """What holds for a tag with any id, or for any text."""
    if at % 2:
        return _ANY_ID.join(map(re.escape, _ID.split(part)))
    return f"({_ANY_TEXT})" if is_wanted else _ANY_TEXT
