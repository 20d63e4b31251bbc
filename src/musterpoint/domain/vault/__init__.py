"""Personal data kept apart: what kinds there are, the tokens that stand for it, how long it stays.

Holds no value and opens none; finding personal data in a text is another's.
"""
