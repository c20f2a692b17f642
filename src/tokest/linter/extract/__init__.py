"""Prompts out of files: one module a kind of file, chosen by the file's name."""
