"""Logs of responses: usage objects of every main API to calls, and calls to records."""
