"""The chapters of the document: one function for each part of a strategy."""
