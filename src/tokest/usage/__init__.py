"""What was really used: bills and logs to records, totals, reconciliation and calibration."""
