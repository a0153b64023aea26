"""The canvas as a workbook and as CSV."""
