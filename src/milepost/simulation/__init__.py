"""Takes a seed, gives tables of a simulated company whose true effects are known.

For the demo, tests and calibration; nothing that judges may read the truth from here.
"""
