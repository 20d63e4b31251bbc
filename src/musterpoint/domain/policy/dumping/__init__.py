"""From a Strategy to a plain tree: what stands in the text, in the order of reading."""

from musterpoint.domain.policy.dumping.document import dump

__all__ = ["dump"]
