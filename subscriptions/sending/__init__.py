"""Sending: from frozen messages to the mail servers, with a row for everybody before anything leaves.

freezing   a mailing, its messages and its deliveries, in one transaction
marks      what stands in a message in place of a reader's own links
ledger     claims, marks what is under way, notes what became of it
"""
