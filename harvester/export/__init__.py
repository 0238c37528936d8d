"""A Series -> the files of a review's folder. The only package that knows pandas.

`folder` writes them all; each file is a room, with what it needs. Nothing is imported here: who wants a cell in words
need not wait for pandas.
"""
