"""The frame: tables, rules, luck, money and time.  It knows no economics."""
