"""Two pages for the person who tries the product: what arrived, and the switches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from geotarget.simulators.arrived import KINDS, Arrival, Arrived, as_json
from geotarget.simulators.exchange import Request, Response, page
from geotarget.simulators.faults import BACKENDS, Fault, Faults, kinds_of
from geotarget.simulators.words import words_for

_FOLDER = Path(__file__).parent / "pages"
_SHOWN = 200
_OSLO = ZoneInfo("Europe/Oslo")
_SYSTEMS = {
    "maskinporten": "Maskinporten",
    "folkeregisteret": "Folkeregisteret",
    "krr": "Kontaktregisteret (KRR)",
    "link": "SMS (LINK Mobility)",
    "link2": "SMS (LINK Mobility, 2)",
    "smtp": "E-post / e-mail (SMTP)",
    "altinn": "Altinn-varsling / Altinn Notifications",
    "svarut": "Brev / letters (KS SvarUt)",
    "geonorge": "Geonorge (ATOM)",
}


def style() -> Response:
    """The style sheet of both pages."""
    return Response(200, (_FOLDER / "style.css").read_bytes(), "text/css; charset=utf-8")


def arrived_page(request: Request, log: Arrived) -> Response:
    """The newest messages, with counts over all that fit the search."""
    words, asked = words_for(request), request.first("words")
    entries = log.matching(channel=request.first("channel"), words=asked)
    summary = as_json(entries, 0)
    shown = entries if request.first("all") else entries[-_SHOWN:]
    nothing = words["no_hits"] if asked or request.first("channel") else words["nothing"]
    return _filled(
        "arrived.html",
        request,
        asked=escape(asked),
        channels=_channel_options(request.first("channel"), words),
        total=str(summary["total"]),
        number_of_addresses=str(summary["addresses"]),
        number_twice=str(summary["same_text_more_than_once"]),
        twice_class="is-bad" if summary["same_text_more_than_once"] else "",
        rows="".join(_row(entry, words) for entry in reversed(shown)),
        empty="" if shown else f'<p class="empty">{escape(nothing)}</p>',
        more=_more(request, len(shown), len(entries), words),
        refresh_url=escape("/?" + _query(request)),
    )


def control_page(request: Request, faults: Faults, calls: Counter[str]) -> Response:
    """All switches as they are now."""
    words, rules = words_for(request), faults.receipts
    return _filled(
        "control.html",
        request,
        backends="".join(_backend_form(name, faults.of(name), words) for name in BACKENDS),
        delay_low=str(rules.delay_ms[0]),
        delay_high=str(rules.delay_ms[1]),
        duplicates_now=str(rules.duplicates),
        missing_now=str(rules.missing),
        before_checked="checked" if rules.before_response else "",
        late_checked="checked" if rules.late_pending else "",
        call_rows="".join(
            f"<tr><td>{escape(name)}</td><td>{count}</td></tr>"
            for name, count in sorted(calls.items())
        ),
    )


def _filled(name: str, request: Request, **values: str) -> Response:
    words = {f"w_{key}": escape(text) for key, text in words_for(request).items()}
    here = {**request.query, "lang": [words_for(request)["other_lang"]]}
    template = Template((_FOLDER / name).read_text(encoding="utf-8"))
    other = escape("?" + urlencode(here, doseq=True))
    return page(template.substitute(words, other_language=other, **values))


def _row(entry: Arrival, words: Mapping[str, str]) -> str:
    at = datetime.fromisoformat(entry.at).astimezone(_OSLO)
    subject = f"<strong>{escape(entry.subject)}</strong><br>" if entry.subject else ""
    text = escape(entry.text.strip()).replace("\n", "<br>")
    return (
        f'<tr><td><time datetime="{entry.at}">{at:%d.%m. %H:%M:%S}</time></td>'
        f'<td><span class="tag">{words[entry.channel]}</span> {escape(entry.to)}</td>'
        f"<td>{escape(entry.sender)}</td>"
        f'<td class="text" data-reference="{escape(entry.reference)}">{subject}{text}</td>'
        f'<td><span class="state {entry.state}">{words[entry.state]}</span></td></tr>\n'
    )


def _channel_options(chosen: str, words: Mapping[str, str]) -> str:
    named = (("", words["all_channels"]), *((kind, words[kind]) for kind in KINDS))
    return "".join(_option(value, label, chosen) for value, label in named)


def _option(value: str, label: str, chosen: str) -> str:
    selected = " selected" if value == chosen else ""
    return f'<option value="{escape(value)}"{selected}>{escape(label)}</option>'


def _more(request: Request, shown: int, total: int, words: Mapping[str, str]) -> str:
    if shown >= total:
        return ""
    link = escape("/?" + _query(request, all="1"))
    text = escape(words["newest"].format(shown=shown, total=total))
    return f'<p>{text} <a href="{link}">{escape(words["show_all"])}</a></p>'


def _query(request: Request, **extra: str) -> str:
    kept = {
        name: request.first(name) for name in ("lang", "channel", "words") if request.first(name)
    }
    return urlencode({**kept, **extra})


def _backend_form(name: str, fault: Fault, words: Mapping[str, str]) -> str:
    options = _option("", words["none"], fault.kind) + "".join(
        _option(kind, kind, fault.kind) for kind in kinds_of(name)
    )
    count = "" if fault.count is None else str(fault.count)
    fields = (
        ("fault", words["fault"], f'<select id="{name}-fault" name="fault">{options}</select>'),
        ("count", f"{words['count']} ({words['until_changed']})", _number(name, "count", count)),
        ("probability", words["probability"], _number(name, "probability", str(fault.probability))),
        ("latency_ms", words["latency"], _number(name, "latency_ms", str(fault.latency_ms))),
    )
    inputs = "".join(
        f'<p><label for="{name}-{field}">{escape(label)}</label>{control}</p>'
        for field, label, control in fields
    )
    state = ' class="is-on"' if fault.kind or fault.latency_ms else ""
    return (
        f'<form method="post" action="/control"{state}><h3>{_SYSTEMS[name]}</h3>'
        f'<input type="hidden" name="backend" value="{name}">'
        f'<input type="hidden" name="lang" value="{words["lang"]}">{inputs}'
        f"<p><button>{escape(words['set'])}</button></p></form>\n"
    )


def _number(backend: str, field: str, value: str) -> str:
    step = ' step="any"' if field == "probability" else ""
    return (
        f'<input id="{backend}-{field}" name="{field}" type="number" min="0"{step} value="{value}">'
    )
