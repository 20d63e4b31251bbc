"""Clauses of a strategy as forms: what is shown, and what was meant by what came back."""
