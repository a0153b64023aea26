"""How a program begins: a template moved to its own calendar, or answers to questions written as files."""
