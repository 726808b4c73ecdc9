"""What do we tell them: notices, their approval, and their dispatch to residents.

No table here has a column for a name, national identity number, phone or e-mail of a resident.
"""

from .access_token import AccessToken
from .delivery import AddressMessage, Attempt, Chunk, Recipient
from .dispatch import Dispatch
from .notice import Approval, Notice
from .opt_out import OptOut
from .reach import Reach
from .sending_hours import SendingHours, SendingLimit
from .vulnerable_place import VulnerablePlace

__all__ = [
    "AccessToken",
    "AddressMessage",
    "Approval",
    "Attempt",
    "Chunk",
    "Dispatch",
    "Notice",
    "OptOut",
    "Reach",
    "Recipient",
    "SendingHours",
    "SendingLimit",
    "VulnerablePlace",
]
