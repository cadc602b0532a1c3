"""Every mail this app sends: a function each, with a template for its text and one for its HTML.

None of them says anything that a visitor typed, but the address it goes to.
"""

from subscriptions.mails.alarm import alarm
from subscriptions.mails.confirmation import confirmation, reminder
from subscriptions.mails.links import (
    already_subscribed,
    data_link,
    erase_link,
    former_address,
    new_address,
    preferences_link,
)
from subscriptions.mails.mailing_news import mailing_news
from subscriptions.mails.welcome import welcome

__all__ = [
    "alarm",
    "already_subscribed",
    "confirmation",
    "data_link",
    "erase_link",
    "former_address",
    "mailing_news",
    "new_address",
    "preferences_link",
    "reminder",
    "welcome",
]
