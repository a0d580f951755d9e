"""Lifecycle: what we assume."""

from cluster_abm.core.rules import Rules, number


class LifecycleRules(Rules):
    """Thresholds from which a sign of a stage is on."""

    growing_from = number(
        0.02,
        unit="share/year",
        low=0,
        high=1,
        catalogue="L3",
        source="assumption: two in a hundred are more than chance in 12,000 jobs",
        doc="the yearly growth of jobs from which the cluster grows, and below whose negative it "
        "shrinks.",
    )
    net_entry_from = number(
        0.0,
        unit="share/year",
        low=-1,
        high=1,
        catalogue="L3",
        source="report: more firms begin than end",
        doc="the yearly births less deaths, as a share of firms, from which firms enter.",
    )
    linked_from = number(
        0.10,
        unit="share of firms",
        low=0,
        high=1,
        catalogue="L2",
        source="assumption: a tenth of firms collaborate, as in the catalogue",
        doc="the share of firms that work with another one from which the cluster is linked.",
    )
    outward_from = number(
        0.20,
        unit="share of sales",
        low=0,
        high=1,
        catalogue="L4",
        source="assumption: a fifth of ties in the catalogue; exports stand in for ties",
        doc="the share of exports in sales from which local firms look outward.",
    )
    homegrown_from = number(
        0.5,
        unit="share of births",
        low=0,
        high=1,
        catalogue="L4",
        source="assumption: births from within reach arrivals, as in the catalogue",
        doc="the share of spin-offs in births from which the cluster renews itself.",
    )
    mature_staff = number(
        25_000,
        unit="persons",
        low=0,
        high=1_000_000,
        catalogue="L4",
        source="report: the target of 25,000 workers",
        doc="the staff from which the cluster has its critical mass.",
    )
    inventive_from = number(
        10,
        unit="innovations/1,000 persons/year",
        low=0,
        high=1000,
        catalogue="L5",
        source="assumption: about a third of what the baseline brings",
        doc="the innovations of a year for each thousand staff from which the cluster invents.",
    )
    doubt = number(
        0.1,
        unit="share",
        low=0,
        high=0.9,
        catalogue="L1",
        source="assumption: a sign turns a tenth beyond its threshold, either way",
        doc="the part of a threshold by which it must be passed before a sign turns.",
    )
    least_doubt = number(
        0.002,
        unit="share/year",
        low=0,
        high=0.1,
        catalogue="L1",
        source="assumption: a threshold of nil has a band too",
        doc="the least distance from a threshold of growth at which a sign turns.",
    )
    months_to_turn = number(
        6,
        unit="months",
        low=1,
        high=60,
        catalogue="L1",
        source="assumption: half a year, so that a season is no stage",
        doc="the time for which signs must tell another stage before it holds.",
    )
