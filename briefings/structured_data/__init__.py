"""JSON-LD in the vocabulary of schema.org: what a publication is, who made it, where it stands, what was corrected.

`of`, `of_edition` and `of_site` return nodes; `script` turns them into the text of a
`<script type="application/ld+json">`, which is data, not code: a Content-Security-Policy does not block it.
"""

from briefings.structured_data.editions import of_edition
from briefings.structured_data.nodes import breadcrumbs, of, of_site, script

__all__ = ["breadcrumbs", "of", "of_edition", "of_site", "script"]
