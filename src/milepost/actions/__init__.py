"""The verbs: load, ask governance, call rooms, save, record. All ports stand in ports.py.

Takes a surface's arguments and ports, gives a value to present. Must not know which adapter fills a port.
"""
