"""Takes the installed product, gives ratios of its cost to the floor of each job."""
