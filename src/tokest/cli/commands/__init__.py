"""The commands, one module each: its `command` is run, its docstring's first line is its help."""
