"""Drawings of a strategy as SVG text, the same for the page and for paper.

Each is a function of the strategy alone: no database, no page, no fonts of its own. Whatever a
drawing shows is also said in its description.
"""

from __future__ import annotations

from musterpoint.apps.policies.drawings.dependencies import dependencies
from musterpoint.apps.policies.drawings.harm import harm_table
from musterpoint.apps.policies.drawings.matrix import matrix
from musterpoint.apps.policies.drawings.path import path_timeline
from musterpoint.apps.policies.drawings.risk_map import risk_map

__all__ = ["dependencies", "harm_table", "matrix", "path_timeline", "risk_map"]
