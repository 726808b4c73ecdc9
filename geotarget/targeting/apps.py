from __future__ import annotations

from django.apps import AppConfig


class TargetingConfig(AppConfig):
    name = "geotarget.targeting"
    label = "targeting"
    verbose_name = "targeting"
