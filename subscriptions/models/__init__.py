from subscriptions.models.deliveries import OPEN, Delivery, DeliveryState, Returned
from subscriptions.models.events import CONSENT, Event, Kind, Tally, Wording
from subscriptions.models.imports import Import, ImportState
from subscriptions.models.limits import Limit
from subscriptions.models.links import Link
from subscriptions.models.lists import Cadence, MailingList, Visibility
from subscriptions.models.mailing_events import Happened, MailingEvent
from subscriptions.models.mailings import Mailing, MailingKind, MailingState, Message
from subscriptions.models.returns import Return
from subscriptions.models.senders import Offer, Pace, Sender
from subscriptions.models.subscribers import Subscriber
from subscriptions.models.subscriptions import NotPossible, State, Subscription
from subscriptions.models.suppressions import Reason, Suppression

__all__ = [
    "CONSENT",
    "OPEN",
    "Cadence",
    "Delivery",
    "DeliveryState",
    "Event",
    "Happened",
    "Import",
    "ImportState",
    "Kind",
    "Limit",
    "Link",
    "Mailing",
    "MailingEvent",
    "MailingKind",
    "MailingList",
    "MailingState",
    "Message",
    "NotPossible",
    "Offer",
    "Pace",
    "Reason",
    "Return",
    "Returned",
    "Sender",
    "State",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Tally",
    "Visibility",
    "Wording",
]
