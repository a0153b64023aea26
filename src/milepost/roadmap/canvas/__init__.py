"""The outcomes canvas: what each capability is for, what it needs, and what is missing or not yet so."""
