"""Content: from an editor's draft to a publication that readers see."""
