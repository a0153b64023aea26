"""Takes the checkout, gives the places where it breaks a rule of the house. One rule, one file.

A rule is a module with a `check(tree)` that yields faults. Its docstring's first line says what it asks.
"""
