from __future__ import annotations

from django.apps import AppConfig


class TargetingConfig(AppConfig):
    name = "geotarget.targeting"
    label = "targeting"
    verbose_name = "targeting"

    def ready(self) -> None:
        from . import home  # noqa: F401  (registers its cards on the home page)
