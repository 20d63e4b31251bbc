"""A strategy for reading: every part of the document, every clause at a place with its name."""
