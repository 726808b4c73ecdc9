from __future__ import annotations

from django.urls import path

from .views import receipts

app_name = "notices"

urlpatterns = [
    path("receipts/link/<str:secret>/", receipts.link_receipt, name="link_receipt"),
]
