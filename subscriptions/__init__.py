"""Mailing lists: sign-up, consent, preferences, unsubscribing. Knows nothing of what the lists are about."""
