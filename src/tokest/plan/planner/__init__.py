"""The cost planner of a page: prices as data, and the scripts that reckon with them there."""
