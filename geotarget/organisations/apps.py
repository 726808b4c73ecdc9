from __future__ import annotations

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "geotarget.organisations"
    label = "organisations"
    verbose_name = "organisations"
