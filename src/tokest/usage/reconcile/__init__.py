"""What was expected against what was billed, and the causes of the gap."""
