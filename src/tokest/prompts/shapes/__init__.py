"""One file an API shape: each reads pure data into a `Request`."""
