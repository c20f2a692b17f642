"""Engines that count exactly, all alike to their callers and equal by a tested law."""
