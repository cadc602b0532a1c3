from subscriptions.models.events import CONSENT, Event, Kind, Tally, Wording
from subscriptions.models.imports import Import, ImportState
from subscriptions.models.limits import Limit
from subscriptions.models.lists import Cadence, MailingList, Visibility
from subscriptions.models.subscribers import Subscriber
from subscriptions.models.subscriptions import NotPossible, State, Subscription
from subscriptions.models.suppressions import Reason, Suppression

__all__ = [
    "CONSENT",
    "Cadence",
    "Event",
    "Import",
    "ImportState",
    "Kind",
    "Limit",
    "MailingList",
    "NotPossible",
    "Reason",
    "State",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Tally",
    "Visibility",
    "Wording",
]
