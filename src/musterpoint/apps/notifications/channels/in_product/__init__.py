"""Telling people inside the product: the message's row is the delivery."""

from musterpoint.apps.notifications.channels.in_product.transport import InProduct

__all__ = ["InProduct"]
