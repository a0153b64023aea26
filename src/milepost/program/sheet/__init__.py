"""A program's documents as the rows of spreadsheets: which column is which value of which document."""
