"""Where frozen readings are written."""
