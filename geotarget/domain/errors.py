"""Errors that are the user's to mend. Each says where it is wrong and what to do next."""

from __future__ import annotations


def gettext_noop(message: str) -> str:
    """Mark a message for translation; whoever shows it translates `template` and fills it in."""
    return message


class InputError(ValueError):
    """The user's input is at fault.

    `template` is an English sentence with `%(name)s` places, `params` fills them. `place` is
    (longitude, latitude) in EPSG:4326 degrees where the fault is, when it is somewhere.
    """

    def __init__(
        self, template: str, *, place: tuple[float, float] | None = None, **params: object
    ) -> None:
        self.template = template
        self.params = params
        self.place = place
        super().__init__(template % params if params else template)
