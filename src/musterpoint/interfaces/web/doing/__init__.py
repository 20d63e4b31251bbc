"""Everything that asks something first: which form, which words, which use case."""

from musterpoint.interfaces.web.doing.claiming import CLAIMING
from musterpoint.interfaces.web.doing.course import COURSE
from musterpoint.interfaces.web.doing.doing import Clash, Doing, Situation
from musterpoint.interfaces.web.doing.judging import JUDGING
from musterpoint.interfaces.web.doing.relating import RELATING

DOINGS: dict[str, Doing] = {one.name: one for one in (*COURSE, *JUDGING, *RELATING, *CLAIMING)}

__all__ = ["DOINGS", "Clash", "Doing", "Situation"]
