"""Milepost: a marketing AI program that runs, and whose status is derived from measured evidence."""

__version__ = "0.1.0"
