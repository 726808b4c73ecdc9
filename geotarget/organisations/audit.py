from __future__ import annotations

from .models import AuditEntry, Organisation, User


def record(
    organisation: Organisation, actor: User | None, act: str, subject: str, **detail: object
) -> AuditEntry:
    """Write one line of the audit log. Call it inside the transaction of the act.

    `act` is the name of the act module, `subject` names our own thing ("notice:12"), `detail` holds
    counts and identifiers of our own things, never personal data of residents.
    """
    return AuditEntry.objects.create(
        organisation=organisation, actor=actor, act=act, subject=subject, detail=detail
    )
