"""Editions: from publications to a frozen mailing and a page.

proposing    what a new edition of a series starts with
drafting     from the editors' rows to `content.EditionContent`
preparing    what would go out, and what speaks against it
sending      the edition goes out: a mailing, its page
scheduling   later, what was approved now; and calling it off
telling      a word to who scheduled an edition that was held back
correcting   a note on a mistake, to those who had the edition
following_up the same once more, to those who joined since
showing      the content as the page shows it

The verbs are the only writers of `SentEdition` and `SentCorrection`. Each runs in one transaction with the edition
locked, so that pressing twice sends once. `by` is the user who asks and must have the right; None stands for the
system itself.
"""
