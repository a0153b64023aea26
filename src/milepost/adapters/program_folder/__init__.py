"""Reads the files of a program. Must not know what they mean."""
