"""Customers: the segments that buy (A27 to A40)."""

from __future__ import annotations

from cluster_abm.core.actor import Actor, Members
from cluster_abm.core.tables import cents, floats, small


class Customers(Members):
    """Every customer segment, a row each."""

    segment = small("Segment", "Which segment it is.")
    cash = cents("Money in hand between its source and its vendors.")
    budget = floats("US cent/month", "What it would spend on work from outside, at trend.")
    shock = floats("log points", "Its business cycle, around nought.")
    tender = floats("US cent", "Mean value of a tender.")
    own_work = floats("share of tenders", "Tenders that ask for own work.")
    days = floats("days", "Time it takes to pay.")
    rival = floats("utility", "Attraction of the imported bidder, set on the share of 2009.")
    programme = floats("US cent/month", "What a programme adds to it for own work.")
    reach = floats("share of budget", "What trade agreements add to it.")
    favour = floats("utility", "Advantage of local bidders for the name that they have.")
    asked = floats("log points", "Quality of own work that it asks for, over that of 2009 (M69).")
    target = floats("share of budget", "Share of local vendors in 2009.")


class Customer(Actor, of=Customers):
    """One customer segment, as Mesa sees it."""
