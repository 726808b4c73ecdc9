from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from geotarget.domain.roles import Role

from ...models import Membership, Organisation, TerritoryMunicipality, User

PASSWORD = "varsle-naboen-din"  # noqa: S105
"""Known to everybody: for trying the product on one machine, never for an installation."""

# Right check digits, and invented: they belong to nobody.
HOME_NUMBER, NEIGHBOUR_NUMBER, COMPANY_NUMBER = "310000019", "310000027", "310000035"

PLANNER, SENDER, APPROVER = Role.PLANNER, Role.SENDER, Role.APPROVER
ALONE = (PLANNER, SENDER, Role.EMERGENCY_SENDER)


@dataclass(frozen=True)
class Demo:
    """An invented organisation and its users with their roles."""

    number: str
    name: str
    kind: Any
    sms_sender: str
    territory: dict[str, str]
    """Municipality number → organisation number whose register access is used for it."""
    members: dict[str, tuple[Role, ...]]


def demo_organisations(home: tuple[str, str], neighbour: tuple[str, str]) -> list[Demo]:
    """`home` and `neighbour` are (municipality number, name)."""
    municipality = Organisation.Kind.MUNICIPALITY
    return [
        Demo(
            HOME_NUMBER,
            f"{home[1]} kommune",
            municipality,
            home[1][:11],
            {home[0]: HOME_NUMBER},
            {
                "planlegger": (PLANNER,),
                "avsender": (SENDER,),
                "godkjenner": (APPROVER,),
                "vakt": ALONE,
                "papirliste": (Role.PAPER_LIST,),
                "servicetorg": (Role.FRONT_DESK,),
                "admin": (Role.ADMINISTRATOR,),
            },
        ),
        Demo(
            NEIGHBOUR_NUMBER,
            f"{neighbour[1]} kommune",
            municipality,
            neighbour[1][:11],
            {neighbour[0]: NEIGHBOUR_NUMBER},
            {"nabo": (PLANNER, SENDER, APPROVER)},
        ),
        Demo(
            COMPANY_NUMBER,
            f"{home[1]} og {neighbour[1]} vannverk IKS",
            Organisation.Kind.INTERMUNICIPAL,
            "Vannverket",
            {home[0]: HOME_NUMBER, neighbour[0]: NEIGHBOUR_NUMBER},
            {"vannverk": (PLANNER, SENDER), "vakt": ALONE, "godkjenner": (APPROVER,)},
        ),
    ]


class Command(BaseCommand):
    help = "Make demo organisations and a user for each role, all with one known password."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--home", default="9901:Strandvik", metavar="NUMBER:NAME")
        parser.add_argument("--neighbour", default="9902:Fjellvik", metavar="NUMBER:NAME")
        parser.add_argument(
            "--first-time",
            action="store_true",
            help="do nothing where there are users already; without it, put the demo users back",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["first_time"] and User.objects.exists():
            self.stdout.write(
                "Users are as they were left. Demo users were made with the password "
                f"{PASSWORD}; put them back with: .venv/bin/python manage.py demo_users"
            )
            return
        if settings.HTTPS:
            raise CommandError(
                "This installation is reached by https: users with a known password would be "
                "open to everybody. Add users on the page Users instead."
            )
        home, neighbour = (_municipality(options[name]) for name in ("home", "neighbour"))
        demos = demo_organisations(home, neighbour)
        with transaction.atomic():
            for demo in demos:
                _make(demo)
        for demo in demos:
            self.stdout.write(f"{demo.name}: {', '.join(sorted(demo.members))}")
        self.stdout.write(f"Password of all of them: {PASSWORD}")


def _municipality(text: str) -> tuple[str, str]:
    number, _, name = text.partition(":")
    if not (len(number) == 4 and number.isdigit() and name):
        raise CommandError(f"Write a municipality as NUMBER:NAME, not as {text!r}.")
    return number, name


def _make(demo: Demo) -> None:
    organisation, _ = Organisation.objects.update_or_create(
        organisation_number=demo.number,
        defaults={
            "name": demo.name,
            "kind": demo.kind,
            "sms_sender": demo.sms_sender,
            "email_sender": "varsel@example.no",
            "email_reply_to": "servicetorg@example.no",
        },
    )
    for number, register_number in demo.territory.items():
        TerritoryMunicipality.objects.update_or_create(
            organisation=organisation,
            municipality_number=number,
            defaults={"register_organisation_number": register_number},
        )
    for username, roles in demo.members.items():
        Membership.objects.update_or_create(
            organisation=organisation,
            user=_user(username),
            defaults={"roles": [role.value for role in roles]},
        )


def _user(username: str) -> User:
    phone = f"+4799999{sum(username.encode()) % 1000:03d}"
    user, made = User.objects.get_or_create(
        username=username, defaults={"email": f"{username}@example.no", "phone": phone}
    )
    if made or not user.check_password(PASSWORD):
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    return user
