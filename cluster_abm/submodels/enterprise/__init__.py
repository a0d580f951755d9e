"""Enterprise: equipment, dividends, exit and entry of firms."""
