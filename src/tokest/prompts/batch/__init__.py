"""Batch files: one request a line, read as a stream."""
