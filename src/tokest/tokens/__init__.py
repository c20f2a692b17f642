"""Text to token counts and estimates; knows nothing of prices."""
