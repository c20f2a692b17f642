"""The rate card, and receipts made from it; knows nothing of text."""
