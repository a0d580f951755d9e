"""The report: one page for whoever decides, with its words and pictures."""
