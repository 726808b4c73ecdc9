from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CadastreConfig(AppConfig):
    name = "geotarget.cadastre"
    label = "cadastre"
    verbose_name = "cadastre"

    def ready(self) -> None:
        from .sql_files import drop_views_before_migrate, reload_after_migrate

        pre_migrate.connect(drop_views_before_migrate, dispatch_uid="geotarget.views")
        post_migrate.connect(reload_after_migrate, dispatch_uid="geotarget.sql")
