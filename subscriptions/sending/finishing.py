"""When a mailing is done: nothing of it is open any more, in doubt included."""

from __future__ import annotations

from django.db import connection, transaction

from subscriptions.models import OPEN, Happened
from subscriptions.sending import log, statements


@transaction.atomic
def finish(mailing: int) -> bool:
    """Call a running mailing done if nothing of it is open; whether it was this call that did."""
    with connection.cursor() as cursor:
        cursor.execute(statements.FINISH, {"mailing": mailing, "open": [str(state) for state in OPEN]})
        done = cursor.rowcount == 1
    if done:
        log.note(mailing, Happened.DONE, tell=True)
    return done
