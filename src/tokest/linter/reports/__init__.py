"""Output formats, one module each: ``render(report) -> str``; the module's name is the format's."""
