"""Matching as data in, data out: a file with a question becomes an answer that others can use and check.

Plain Python on arrays: no Django, no database, no network. docs/matching.md tells the file format.
"""
