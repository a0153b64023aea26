"""Playbooks: checklists that read a program's own names, owners and dates, and tick what the record shows as done."""
