"""How columns of texts are read from files: one module a format."""
