"""Takes a roadmap status, gives the panels of the report: one file a panel, each a typed value. Must not know HTML."""
