"""What stands beside the form of a briefing while it is written: how readers will see it, and what speaks against it.

posted       what the form says at this moment, without writing anything
renderings   that content as page, mail, plain text, search result and social card
stage        the empty document that the renderings are shown in, which runs nothing
pace         how often one writer may ask
pane         the addresses
findings     what the checks found, as a list
checking     the same for what was saved, waivers, what is said after saving
rules        the lists that editors keep: how strictly each check is taken, spellings
"""

from briefings.admin.lookahead import rules

__all__ = ["rules"]
