"""What stands in frozen messages where each reader gets an own token: `absolute(f"/unsubscribe/{UNSUBSCRIBE}/")`.

Letters, digits and dashes only, so that neither HTML nor an address writes them another way.
"""

UNSUBSCRIBE = "--token-to-unsubscribe--"
PREFERENCES = "--token-of-preferences--"
MARKS = (UNSUBSCRIBE, PREFERENCES)
