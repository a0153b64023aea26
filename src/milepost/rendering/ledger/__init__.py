"""Takes the books and their sheets, gives Beancount, CSV and Excel. Must not know where they are written."""
