"""Columns of prompts in data frames, files and clusters, all counted by one Arrow kernel.

A frame library has a module here of its own name, and none is imported until its frame is handed
in. `tokest.frames.kernel` counts record batches; everything else brings it some.
"""
