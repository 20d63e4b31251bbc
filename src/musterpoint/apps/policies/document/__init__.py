"""The strategy as a document to read, sign and hand over: PDF, Word, one HTML page, evidence pack.

Turns a version and what is known of its making into files. Reads no table and asks no clock.
"""
