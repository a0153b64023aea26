"""Takes a table with one row a period, gives a series: days in order and a metric's value on each."""
