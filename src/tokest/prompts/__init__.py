"""Prompts as they are sent: messages, tools, media and batch files, to parts that are counted."""
