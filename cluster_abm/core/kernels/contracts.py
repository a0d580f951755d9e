"""Contracts, one after the other.

Twins of functions of demand and of :mod:`cluster_abm.agents.contracts` whose names they bear. A
vendor of -1 is an imported one.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints

type Small = NDArray[np.integer[Any]]


@kernel_of_places
def spendable(
    cycle: Floats, market: float, segment: Small, budget: Floats, reach: Floats,
    programme: Floats, affiliates: int, among_firms: int,
) -> Floats:  # fmt: skip
    """Budget of the month of each customer."""
    money = np.empty(len(segment))
    for i in range(len(segment)):
        turn = cycle[i]
        if segment[i] != affiliates:
            turn *= market
        if segment[i] == among_firms:
            turn = 1.0
        money[i] = budget[i] * (1 + reach[i]) * turn + programme[i]
    return money


@kernel_of_places
def spending(
    segment: Small, fee: Ints, left: Floats, segments: int
) -> Floats:  # fmt: skip
    """Fees of the month of the contracts of each segment."""
    total = np.zeros(segments)
    buyer, running = 0, 0.0
    # contracts of one buyer often stand together, and a sum in hand is quicker than one put down
    for i in range(len(segment)):
        if segment[i] != buyer:
            total[buyer] = running
            buyer = segment[i]
            running = total[buyer]
        running += fee[i] * min(left[i], 1.0)
    total[buyer] = running
    return total


@kernel_of_places
def work_and_bill(
    vendor: Small, segment: Small, kind: Small, fee: Ints, content: Floats, forgone: Floats,
    left: Floats, late: Floats, share: Floats, segments: int, own: int,
) -> tuple[Ints, Ints, Ints, Ints, int, int]:  # fmt: skip
    """Do the work of a month, and write the bills."""
    firms = len(share)
    # the last entry is of imported vendors, who are -1: to choose a place is quicker than a way
    able = np.append(share, 1.0)
    mine, goods = np.zeros((firms + 1, segments), np.int64), np.zeros(firms + 1, np.int64)
    own_work, lost = np.zeros(firms + 1, np.int64), 0
    billed = np.empty(len(left), np.int64)
    for i in range(len(left)):
        v = vendor[i]
        due = min(left[i], 1.0)
        done = min(able[v], due)
        left[i] -= done
        late[i] += due - done
        bill = np.int64(np.rint(fee[i] * done))
        billed[i] = bill
        mine[v, segment[i]] += bill
        goods[v] += np.int64(np.rint(bill * content[i]))
        own_work[v] += bill * np.int64(kind[i] == own)
        if forgone[i] != 0.0:
            lost += int(np.rint(bill * forgone[i]))
    return billed, mine[:firms], mine[firms, :], goods[:firms], int(own_work[:firms].sum()), lost


@kernel_of_places
def ending(
    segment: Small, fee: Ints, left: Floats, late: Floats, tolerated: float, segments: int
) -> tuple[Ints, Ints, Floats]:  # fmt: skip
    """Contracts without work left, others too late, and the fees of all of each segment."""
    done, stalled = np.empty(len(left), np.int64), np.empty(len(left), np.int64)
    n, k = 0, 0
    total, buyer, running = np.zeros(segments, np.int64), 0, 0
    for i in range(len(left)):
        if segment[i] != buyer:
            total[buyer] += running
            buyer, running = segment[i], 0
        running += fee[i]
        done[n] = i
        n += left[i] <= 0
        if late[i] > tolerated and left[i] > 0:
            stalled[k] = i
            k += 1
    total[buyer] += running
    return done[:n], stalled[:k], total.astype(np.float64)


@kernel_of_places
def worth_of_vendors(
    rows: Ints, vendor: Small, segment: Small, niche: Small, kind: Small, logs: Floats,
    knows: Floats, activity: Small, quality_weight: float, price_weight: float,
    intimacy_weight: float, usual_intimacy: float, fit: float,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Utility of the vendor of each contract that ends beyond a usual one; its merit, price aside.

    An imported vendor is a usual one, and of the trade.
    """
    kinds = logs.shape[1] - 2
    utility, merit = np.zeros(len(rows)), np.full(len(rows), fit)
    for n in range(len(rows)):
        i = rows[n]
        v, need = vendor[i], segment[i] + niche[i]
        if v >= 0:
            late, good = quality_weight * logs[v, kinds + 1], quality_weight * logs[v, kind[i]]
            known = intimacy_weight * (knows[v, need] - usual_intimacy)
            utility[n] = good - price_weight * logs[v, kinds] + late + known
            merit[n] = fit * np.float64(activity[v] == kind[i]) + known + good
    return utility, merit


@kernel_of_places
def fates(
    rows: Ints, vendor: Small, segment: Small, luck: Floats, renewal: Floats, refusal: Floats,
    buyer: Small, budget: Floats, running: Floats, shortest: float, span: float,
) -> tuple[Flags, Flags, Floats, int]:  # fmt: skip
    """Which contracts that end are renewed, which refused, for how long, and what locals failed."""
    n, failed, held = len(rows), 0, np.zeros(len(running))
    for c in range(len(buyer)):
        held[buyer[c]] = min(budget[c] / max(running[buyer[c]], 1.0), 1.0)
    again, refused, months = np.empty(n, np.bool_), np.empty(n, np.bool_), np.empty(n)
    for i in range(n):
        refused[i] = luck[2, i] < refusal[i]
        again[i] = luck[0, i] < renewal[i] * held[segment[rows[i]]] and not refused[i]
        months[i] = shortest + span * luck[1, i]
        failed += refused[i] and vendor[rows[i]] >= 0
    return again, refused, months, failed


@kernel_of_places
def conclude(
    rows: Ints, again: Flags, refused: Flags, months: Floats, failed: Ints, tolerated: float,
    vendor: Small, segment: Small, kind: Small, fee: Ints, content: Floats, left: Floats,
    price: Floats, work: Floats, late: Floats, references: Floats, of_firm: Floats, sort: Small,
    volume: Floats, orders: Floats, own_orders: Floats, own_contracts: Ints, own: int, local: int,
) -> Flags:  # fmt: skip
    """Write references, let some contracts run again, and add up the work of all that go on.

    Answers which end for good.
    """
    gone, firms = np.zeros(len(left), np.bool_), len(orders)
    gone[failed] = True
    for n in range(len(rows)):
        i = rows[n]
        v = vendor[i]
        if v >= 0 and late[i] <= tolerated and not refused[n]:
            references[v, segment[i]] += 1.0
        if again[n]:
            price[i] = of_firm[v] if v >= 0 else 1.0
            left[i], late[i] = months[n], 0.0
            work[i] = fee[i] * (1 - content[i]) / price[i]
        else:
            gone[i] = True
    # the last entry is of imported vendors, who are -1; nought for what ends is quicker than a way
    booked, of_own = np.zeros(firms + 1), np.zeros(firms + 1)
    contracts = np.zeros(firms + 1, np.int64)
    for i in range(len(gone)):
        v, stays = vendor[i], np.int64(not gone[i])
        mine = np.int64(kind[i] == own) * stays
        booked[v] += work[i] * stays
        of_own[v] += work[i] * mine
        contracts[v] += mine
    for f in range(firms):
        orders[f] = booked[f] if sort[f] == local else volume[f]
        own_orders[f] = of_own[f]
        own_contracts[f] = contracts[f]
    return gone
