"""Adapters that ask other systems whether they are there."""
