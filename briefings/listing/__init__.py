"""One listing engine: the archive, kinds, channels, series, people, topics and the API show what it finds.

`parse` turns request parameters into `Filters`; `Listing` answers them. Every number shown comes from the query
that lists the same things.
"""

from briefings.listing.facets import label_of
from briefings.listing.filters import BadFilter, Filters, parse
from briefings.listing.results import Listing, everything

__all__ = ["BadFilter", "Filters", "Listing", "everything", "label_of", "parse"]
