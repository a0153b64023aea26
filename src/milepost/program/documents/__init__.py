"""The kinds of document, one pydantic model each: the only place where the form of a file is written."""
