"""Arrays to arrays, numpy alone: no input or output, no clock, no other part of tokest."""
