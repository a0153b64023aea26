"""Experiments that come as aggregates over time: each look read, and what looking often would have claimed."""
