"""From a request and a template to the bits that are counted."""
