"""The forms of the pages: what is asked, in which words.

They check shape only; rules are refused by the use cases.
"""
