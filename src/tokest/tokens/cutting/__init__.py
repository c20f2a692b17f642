"""Texts held against a limit of tokens: do they fit, where are they cut, what are they made of."""
