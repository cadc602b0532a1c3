"""From sanitised HTML to CommonMark (tables as in GitHub's dialect, footnotes as `[^1]`).

    notes = []
    text = to_markdown(part.html, notes)      # notes now holds the footnotes' texts, in order

No text is lost: what Markdown cannot say is left as inline HTML (`<sup>`, `<del>`) or as its plain text.
"""

from briefings.markdown.blocks import to_markdown
from briefings.markdown.escaping import escaped

__all__ = ["escaped", "to_markdown"]
