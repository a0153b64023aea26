"""Takes aggregates, gives estimates: formulas with numpy and scipy.special, in float64.

Must not know tables, files, money or any word of marketing.
"""
