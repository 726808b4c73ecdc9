"""The product's settings, with the times that a test would wait for too long made shorter.

What limits are for stays as it is: nobody is asked about a message while its request may still be
on the way, and "there is none" is believed later than that.
"""

from __future__ import annotations

import os

from geotarget.domain import delivery_state

ANSWER_SECONDS, WHOLE_ANSWER_SECONDS = 4.0, 6.0
delivery_state.ASK_AFTER_S = 7
delivery_state.NOT_THERE_AFTER_S = int(os.environ.get("NOT_THERE_AFTER_S") or 10)
delivery_state.SETTLE_SECONDS = 2
delivery_state.PASS_ON_AFTER_S = 2
delivery_state.PASS_ON_AGAIN_AFTER_S = 5
delivery_state.FOLLOW_SECONDS = 3

from geotarget.settings import *  # noqa: E402, F403
from geotarget.settings import CHANNELS  # noqa: E402

for name, limits in CHANNELS.items():
    limits["answer_seconds"] = ANSWER_SECONDS
    if name != "smtp-email":
        limits["whole_answer_seconds"] = WHOLE_ANSWER_SECONDS
