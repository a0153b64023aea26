"""Reads spreadsheets: workbooks and CSV. Must not know what their cells mean."""
