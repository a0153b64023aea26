"""Segments and exposure: what is wrong with their columns, and whether the arms were exposed alike."""
