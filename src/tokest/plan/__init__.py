"""Plans: what prompts cost across models."""
