"""The checks of ``musterpoint doctor``: what the product depends on, and what to do about it."""
