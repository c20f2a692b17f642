"""The prompt linter: prompts found in files, rules over them, findings with places and fixes.

Everything here is pure: files come in as bytes with their names, findings go out. Reading,
writing, the clock, git and the cache are in `tokest.cli.linting`.
"""
