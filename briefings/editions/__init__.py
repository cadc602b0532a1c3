"""Editions: from publications to a frozen mailing."""
