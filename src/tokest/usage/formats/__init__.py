"""Formats of bills and logs, one module each, and the choice between them."""
