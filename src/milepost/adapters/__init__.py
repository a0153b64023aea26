"""The outside, by role then technology: each folder is a role, each file in it a way to fill its port.

Takes what the ports in actions/ports.py ask for, gives it from a disk, a database or a clock. Must not know the verbs.
"""
