"""Takes a seed, a scale, effects and faults, gives Lumen: a retail company over 18 months with known truth.

`truth.Lumen` says which company, `experiments.table` gives one experiment in milliseconds, `write.write` all tables,
`exports.write` what the company hands over as time goes by. `naive` is how a trial is misread.
Nothing that judges may read `expected` or the truth folder.
"""
