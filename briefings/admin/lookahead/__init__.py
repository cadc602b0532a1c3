"""What stands beside the form of a briefing while it is written: how readers will see it, and what speaks against it.

posted       what the form says at this moment, without writing anything
renderings   that content as page, mail, plain text, search result and social card
stage        the empty document that the renderings are shown in, which runs nothing
pace         how often one writer may ask
pane         the addresses
"""
