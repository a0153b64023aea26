"""The canvas as its readers see it: fields of a capability, gaps, sheets. No HTML, no bytes."""
