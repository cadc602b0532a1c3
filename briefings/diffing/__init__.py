"""What changed between two texts, and what becomes of two changes made side by side.

Pure functions: `words` compares sequences of words, `blocks` reads HTML into them, `aligning` puts two texts side by
side, `contents` does so for everything that a briefing says, `merging` brings two writers' changes together.
"""
