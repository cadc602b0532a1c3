"""The mail of an edition: the content that its page shows, as HTML for mail programs and as plain text.

words      what a mailing says in each interface language
fitting    long items by their first part, where the whole would be clipped
mail       everything that one mail is made of
html       the HTML; pictures, bodies and lines bring its pieces into the form that mail programs bear
plain      the plain text, from plain_html
inbox      the line that a mailbox shows
schemes    the HTML as a light or a dark screen shows it, for previews
"""

from briefings.editions.mail.fitting import LARGEST, fitted
from briefings.editions.mail.mail import Mail
from briefings.editions.mail.words import words

__all__ = ["LARGEST", "Mail", "fitted", "words"]
