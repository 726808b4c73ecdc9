from __future__ import annotations

from django.db import models


class CadastreDownload(models.Model):
    """The file that was fetched and imported last for a data set and an area."""

    dataset = models.TextField()
    area = models.TextField()
    """Municipality (four digits), county (two) or "0000" for the country."""
    url = models.TextField()
    updated = models.TextField()
    """The deliverer's time of the file, as its feed writes it; has no zone."""
    sha256 = models.TextField()
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "cadastre_download"
        constraints = [
            models.UniqueConstraint(fields=["dataset", "area"], name="cadastre_download_last")
        ]

    def __str__(self) -> str:
        return f"{self.dataset} {self.area}"
