"""The download service of the cadastre: Atom feeds of ready files, and the files.

What is offered is what lies in a folder of deliveries, named as the deliverer names them. The feeds
have the real ones' faults: every type says GML, and times carry no zone.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from geotarget.simulators.exchange import Request, Response

FEEDS = "/geonorge/ATOM-feeds/"
FILES = "/geonorge/Basisdata/"
_FEED = re.compile(r"(?P<stem>\w+)_AtomFeed(?P<format>\w+)\.xml")
_RANGE = re.compile(r"bytes=(\d+)-")
_ZIP = "application/zip"


def answer(request: Request, folder: Path) -> Response:
    """A feed or a file."""
    if request.path.startswith(FEEDS) and (wanted := _FEED.fullmatch(request.path[len(FEEDS) :])):
        files = sorted(folder.glob(f"Basisdata_*_{wanted['stem']}_{wanted['format']}.zip"))
        base = f"http://{request.headers.get('host', '')}{FILES}"
        return Response(200, _feed(files, base), "application/atom+xml")
    name = request.path.removeprefix(FILES)
    path = folder / name
    if request.path.startswith(FILES) and path.parent == folder and path.suffix == ".zip":
        return _file(request, path)
    return Response(404, b"", "text/plain")


def _feed(files: list[Path], base: str) -> bytes:
    entries = "".join(_entry(path, base) for path in files)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Simulert nedlasting</title>{entries}</feed>"
    ).encode()


def _entry(path: Path, base: str) -> str:
    url, updated = base + path.name, _modified(path).strftime("%Y-%m-%dT%H:%M:%S")
    return (
        f"<entry><id>{escape(url)}_{updated}</id><title>GML-format</title>"
        f"<link rel='alternate' type='application/gml+xml' href={quoteattr(url)}/>"
        f"<updated>{updated}</updated></entry>"
    )


def _modified(path: Path) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)


def _file(request: Request, path: Path) -> Response:
    """The file, or the rest of it where the asker's tag is still that of the file."""
    try:
        content = path.read_bytes()
    except OSError:
        return Response(404, b"", "text/plain")
    tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    wanted = _RANGE.fullmatch(request.headers.get("range", ""))
    if wanted and request.headers.get("if-range") == tag and int(wanted[1]) < len(content):
        start = int(wanted[1])
        headers = {"ETag": tag, "Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        return Response(206, content[start:], _ZIP, headers)
    return Response(200, content, _ZIP, {"ETag": tag})
