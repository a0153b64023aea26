"""Takes a seed, a scale, effects and faults, gives Lumen: a retail company over 18 months with known truth.

`truth.Lumen` says which company, `experiments.table` gives one experiment in milliseconds, `write.write` all tables.
Nothing that judges may read `expected` or the truth folder.
"""
