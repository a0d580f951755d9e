"""Contracts: who works for whom (E1)."""

from __future__ import annotations

from cluster_abm.core.tables import Table, floats, ints, reference, small


class Contracts(Table):
    """Contracts in hand, a row each; those of imported vendors have NOBODY as vendor."""

    vendor = reference(
        "firms", "Firm that does the work; NOBODY is an imported vendor.", cascade=True
    )
    segment = small("Segment", "Who buys.")
    kind = small("Activity", "Integration of foreign products, or own work.")
    fee = ints("US cent/month", "Price of a month's work, goods included.")
    content = floats("share of fee", "Goods bought for resale.")
    work = floats("US cent/month", "Work in a month, at prices of 2009.")
    left = floats("months", "Months of work left.")
    forgone = floats("share of fee", "Value that a preference for local bidders cost the buyer.")
    price = floats("index", "Price of the work when it was awarded.")
