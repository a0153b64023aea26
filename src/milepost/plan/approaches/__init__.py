"""One program under three operating models: priors, the plan each makes of it, the comparison, what would flip it."""
