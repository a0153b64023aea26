"""Findings of a program's folder."""

from milepost.kernel.finding import Rule

UNREADABLE_FOLDER = Rule(
    code="MP613",
    title="The program's folder can't be read",
    why="A program is a folder of YAML files. It is missing, is not a folder, or a file in it may not be read.",
    fix="Name the folder that holds the program's YAML files, and make sure that you may read them.",
)
NO_YAML = Rule(
    code="MP614",
    title="The folder holds no program",
    why="There is no .yaml or .yml file in it or below it; hidden files and folders don't count.",
    fix="Start one with `milepost init DIR` (`--template retail` for a whole one), or name the folder that holds it.",
)
LINK_LEAVES = Rule(
    code="MP615",
    title="A link leaves the program's folder",
    why="What is accepted is what lies in the folder. A file outside could change without anyone accepting it.",
    fix="Copy the file into the folder in place of the link.",
)
CHANGED_MEANWHILE = Rule(
    code="MP802",
    title="A file changed while it was being edited",
    why="Between reading the file and writing it somebody else saved it, or a new file's name was taken. Their change "
    "would be lost. Nothing was written.",
    fix="Run the command again: it reads the files as they are now.",
)
RULES = (UNREADABLE_FOLDER, NO_YAML, LINK_LEAVES, CHANGED_MEANWHILE)
