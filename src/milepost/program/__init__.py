"""Takes the text of a program's files, gives a CompiledProgram and findings (file:line:col, code, hint).

Must not know the disk, the record, or how anything is measured.
"""
