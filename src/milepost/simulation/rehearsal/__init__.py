"""Takes any program and a seed, gives the tables that its contracts ask for, with planted effects drawn from `moves`.

`planted.plant` says the truth, `tables.tables` the rows, `write.write` puts both into folders that lie apart.
Nothing that judges may read the truth.
"""
