"""The composer: what was typed, what becomes of it for each audience, and what stands in its way.

Works on values. Nothing here writes; a page and its live preview ask the same questions.
"""
