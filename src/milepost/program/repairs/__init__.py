"""Repairs that `check --fix` may make: edits that change no meaning that somebody chose."""
