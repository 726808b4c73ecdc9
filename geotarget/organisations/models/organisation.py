from __future__ import annotations

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geotarget.domain.message_words import WrittenIn


def in_territory(day: datetime.date) -> Q:
    """Of `TerritoryMunicipality`: those that belong to it on the day."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))


class Organisation(models.Model):
    """A tenant: municipality, city district, county or intermunicipal company."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        DISTRICT = "district", _("City district")
        COUNTY = "county", _("County")
        INTERMUNICIPAL = "intermunicipal", _("Intermunicipal company")

    name = models.TextField()
    organisation_number = models.CharField(max_length=9, unique=True)
    """Nine digits with check digit, from Enhetsregisteret."""
    kind = models.TextField(choices=Kind)
    sms_sender = models.CharField(max_length=11)
    """What the phone shows: 1 to 11 of A-Z, a-z, 0-9 and space; nobody can answer it."""
    email_sender = models.EmailField()
    email_reply_to = models.EmailField()
    minimum_age = models.PositiveSmallIntegerField(default=16)
    """Residents younger than this (whole years on the day of sending) are not contacted."""

    sends_through_altinn = models.BooleanField(default=False, db_default=False)
    """SMS and e-mail go through Altinn 3 Notifications instead of own providers."""
    announces_letters = models.BooleanField(default=False, db_default=False)
    """Whoever gets a letter is also told so by SMS or e-mail, without what stands in it."""
    sms_accounts = ArrayField(models.TextField(), default=list, db_default=[], blank=True)
    """Its SMS accounts by their names in the installation's settings, in the order in which they
    are tried; empty for those of the installation."""
    sms_part_ore = models.PositiveSmallIntegerField(null=True)
    """What the gateway takes for one part of an SMS, in øre; null where nobody has said."""

    written_in = models.TextField(
        choices=[(each.value, each.value) for each in WrittenIn],
        default=WrittenIn.BOKMAL,
        db_default=WrittenIn.BOKMAL,
    )
    """Its form of Norwegian: of the words that are added to each message."""

    colour = models.TextField(blank=True, default="")
    """Of the organisation's pages, as #0b4f8a, dark enough for white text (`domain/colours.py`);
    empty for ours."""
    logo_digest = models.TextField(blank=True, default="")
    """Of its logo (`OrganisationLogo`), in the address from which browsers keep it; empty for
    none."""

    class Meta:
        db_table = "organisation"

    def __str__(self) -> str:
        return self.name

    def municipality_numbers(self, on: datetime.date | None = None) -> list[str]:
        """Municipality numbers of the territory on a day (today in Norway when not given)."""
        rows = self.territory.filter(in_territory(on or timezone.localdate()))
        return sorted(rows.values_list("municipality_number", flat=True))


class OrganisationLogo(models.Model):
    """Apart from the organisation, which every page reads."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True)
    png = models.BinaryField()

    class Meta:
        db_table = "organisation_logo"


class TerritoryMunicipality(models.Model):
    """One municipality of a territory, with dates. Territories of organisations may overlap."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="territory"
    )
    municipality_number = models.CharField(max_length=4)
    register_organisation_number = models.CharField(max_length=9)
    """Organisation number whose access to the national registers is used for this municipality:
    the municipality itself, also when an intermunicipal company sends."""
    valid_from = models.DateField(default=datetime.date(2020, 1, 1))
    valid_to = models.DateField(null=True, blank=True)
    """First day on which it no longer belongs; null while it does."""

    class Meta:
        db_table = "territory_municipality"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "municipality_number", "valid_from"],
                name="territory_municipality_once",
            )
        ]
