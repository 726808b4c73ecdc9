from __future__ import annotations

from django.utils.http import content_disposition_header


def attachment_headers(name: str) -> dict[str, str]:
    """Of a file that is saved under this name, and that no browser or proxy keeps besides."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return {"Content-Disposition": disposition, "Cache-Control": "no-store"}
