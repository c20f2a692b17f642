"""Advice: what would make a plan cheaper, by how much, and how to do it."""
