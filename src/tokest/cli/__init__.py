"""The command line: arguments to calls to an exit code; no logic of its own."""
