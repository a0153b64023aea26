"""Tells the time, from the machine or as a person set it. Must not know what the time is used for."""
