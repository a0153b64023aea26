"""Takes a CompiledProgram and what is known of its progress, gives a Plan: dates, value, risk, budget, differences.

Must not know the record, tables, or how a status is derived. Everything here is a forecast: grade D until measured.
"""
