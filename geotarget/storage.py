from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

INSIDE_AN_IMAGE = ("#", "%23")


class HashedModules(CompressedManifestStaticFilesStorage):
    """Hashed file names, also inside the `import` statements of ES modules."""

    support_js_module_import_aggregation = True

    def url_converter(self, *args: Any, **kwargs: Any) -> Callable[[re.Match[str]], str]:
        """Leave `url(#part)` alone: inside an image in a stylesheet it names a part of that image.

        Django would put quotes around it, which end the image: Geoman's buttons then are empty.
        """
        convert = super().url_converter(*args, **kwargs)

        def converter(match: re.Match[str]) -> str:
            named = match.groupdict()
            if named["url"].startswith(INSIDE_AN_IMAGE):
                return named["matched"]
            return convert(match)

        return converter
