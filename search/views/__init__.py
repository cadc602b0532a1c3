"""The search page, its JSON, suggestions as one types, and the help page."""
