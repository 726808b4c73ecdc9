"""Every text that people read exists in bokmål and nynorsk: a new or changed one without fails."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
APPS = sorted(path.parent for path in (REPOSITORY / "geotarget").glob("*/locale"))
STATIC = REPOSITORY / "frontend" / "static" / "geotarget"
ENTRY = re.compile(
    r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:"(?:[^"\\]|\\.)*"\s*)+)', re.MULTILINE
)
LANGUAGES = ("nb", "nn")
PLACE = re.compile(r"%\(\w+\)s")

pytestmark = pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")


Texts = dict[tuple[str, str], list[str]]
"""Translations by message id and its plural (empty where it has none)."""


def texts(po: str) -> Texts:
    """What a .po file holds; its header is left out."""
    found: Texts = {}
    for keyword, quoted in ENTRY.findall(po):
        text = "".join(ast.literal_eval(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"', quoted))
        if keyword == "msgid":
            key = (text, "")
        elif keyword == "msgid_plural":
            key = (key[0], text)
        else:
            found.setdefault(key, []).append(text)
    found.pop(("", ""), None)
    return found


def places(*messages: str) -> set[str]:
    return {place for message in messages for place in PLACE.findall(message)}


def translated(app: Path, name: str, language: str) -> Texts:
    po = app / "locale" / language / "LC_MESSAGES" / name
    return texts(po.read_text(encoding="utf-8")) if po.exists() else {}


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_python_and_templates(app: Path, tmp_path: Path) -> None:
    """What is marked in the code, and what is translated, into each language."""
    copy = tmp_path / app.name
    shutil.copytree(app, copy, ignore=shutil.ignore_patterns("locale", "__pycache__"))
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "nb", "-v0"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO")}
    subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
    marked = set(translated(copy, "django.po", "nb"))
    for language in LANGUAGES:
        assert marked == set(translated(app, "django.po", language)), language


def test_javascript() -> None:
    files = sorted(map(str, STATIC.rglob("*.js")))
    keywords = ["--keyword=gettext", "--keyword=ngettext:1,2"]
    command = ["xgettext", "--from-code=UTF-8", "-L", "JavaScript", *keywords, "-o", "-", *files]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for language in LANGUAGES:
        known = {text for app in APPS for text in translated(app, "djangojs.po", language)}
        assert set(texts(found)) == known, language


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_every_catalogue_can_be_made(app: Path) -> None:
    """A text that stands there twice keeps all of its catalogue from the pages."""
    for po in app.glob("locale/*/LC_MESSAGES/*.po"):
        done = subprocess.run(["msgfmt", "-o", os.devnull, str(po)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
@pytest.mark.parametrize("name", ["django.po", "djangojs.po"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_are_translated_with_the_same_places(app: Path, name: str, language: str) -> None:
    for text, translations in translated(app, name, language).items():
        assert all(translations), text
        for translation in translations:
            assert places(translation) <= places(*text), text
        assert places(*translations) == places(*text), text


BOKMAAL_ONLY = {
    "ikke", "hvem", "hva", "hvor", "hvordan", "hvilke", "hvilken", "noen", "noe", "vi", "jeg",
    "være", "velg", "eiendom", "fra", "bare", "navn", "enhet", "mer", "uten", "utvalg",
}  # fmt: skip


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
@pytest.mark.parametrize("name", ["django.po", "djangojs.po"])
def test_nynorsk_is_no_bokmaal(app: Path, name: str) -> None:
    """A text that was copied and left would pass for a translation."""
    for translations in translated(app, name, "nn").values():
        for translation in translations:
            words = set(re.findall(r"\w+", PLACE.sub("", translation).lower()))
            assert not words & BOKMAAL_ONLY, translation
