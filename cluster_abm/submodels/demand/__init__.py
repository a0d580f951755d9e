"""Demand: budgets, tenders, contracts, prices, delivery, payment."""
