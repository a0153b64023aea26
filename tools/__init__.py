"""The house's own tools: set-up, rules, generated documents. Nothing here is part of the product."""
