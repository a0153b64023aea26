"""One check a file: why it matters, an example that passes, one that fails, and one pure function."""
