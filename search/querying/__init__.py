"""From what a reader typed to what is shown."""
