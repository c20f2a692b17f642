"""Vocabularies that do not ship: found on this machine, checked, read, converted and stored."""
