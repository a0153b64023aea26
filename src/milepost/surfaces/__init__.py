"""Ways in: each takes a person's or a program's request, calls one verb of actions/, and hands back its answer.

Must not hold a rule of the domain.
"""
