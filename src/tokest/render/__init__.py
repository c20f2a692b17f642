"""Tables to text; knows nothing of tokens or money."""
