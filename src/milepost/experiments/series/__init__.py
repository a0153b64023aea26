"""Takes a series with a change, gives what changed, priced, with the strength of a hidden cause: grade C at most."""
