"""Words of the answer of a comparison: English, Spanish."""

WORDS = {
    "answer_whole": ("The same with every figure", "Lo mismo con todas las cifras"),
    "verdict_did": ("What it did", "Qué hizo"),
    "verdict_for_whom": ("For whom", "Para quién"),
    "verdict_at_cost": ("At what cost", "A qué costo"),
    "verdict_how_sure": ("How sure that is", "Qué tan seguro es"),
    "did_more": (
        "The ICT cluster has {n} jobs more than without the policy ({relative}), on average from "
        "{start} to {end}.",
        "El clúster TIC tiene {n} empleos más que sin la política ({relative}), en promedio de "
        "{start} a {end}.",
    ),
    "did_less": (
        "The ICT cluster has {n} jobs fewer than without the policy ({relative}), on average from "
        "{start} to {end}.",
        "El clúster TIC tiene {n} empleos menos que sin la política ({relative}), en promedio de "
        "{start} a {end}.",
    ),
    "did_unclear": (
        "It has no effect on jobs that chance could not bring: between {low} and {high}, beside "
        "{base} in the baseline, on average from {start} to {end}.",
        "No tiene un efecto en el empleo que el azar no pudiera traer: entre {low} y {high}, "
        "frente a {base} en la línea base, en promedio de {start} a {end}.",
    ),
    "did_none": ("Jobs are exactly as without the policy.",
                 "Los empleos son exactamente los mismos que sin la política."),
    "whom_clear": ("Clear are: {who}.", "Es claro: {who}."),
    "whom_nobody": ("Nobody is seen to gain or to lose clearly.",
                    "No se ve que alguien gane o pierda con claridad."),
    "whom_employment_local_more": ("locals hold {n} jobs more",
                                   "los locales tienen {n} empleos más"),
    "whom_employment_local_less": ("locals hold {n} jobs fewer",
                                   "los locales tienen {n} empleos menos"),
    "whom_employment_foreign_more": ("foreigners hold {n} jobs more",
                                     "los extranjeros tienen {n} empleos más"),
    "whom_employment_foreign_less": ("foreigners hold {n} jobs fewer",
                                     "los extranjeros tienen {n} empleos menos"),
    "whom_resident_income_more": ("residents gain US$ {n} a month",
                                  "los residentes ganan US$ {n} al mes"),
    "whom_resident_income_less": ("residents lose US$ {n} a month",
                                  "los residentes pierden US$ {n} al mes"),
    "whom_wage_engineer_more": ("engineers earn US$ {n} a month more",
                                "los ingenieros ganan US$ {n} más al mes"),
    "whom_wage_engineer_less": ("engineers earn US$ {n} a month less",
                                "los ingenieros ganan US$ {n} menos al mes"),
    "whom_wage_front_line_more": ("the front line earns US$ {n} a month more",
                                  "la primera línea gana US$ {n} más al mes"),
    "whom_wage_front_line_less": ("the front line earns US$ {n} a month less",
                                  "la primera línea gana US$ {n} menos al mes"),
    "whom_profit_smes_more": ("local firms earn US$ {n} a month more",
                              "las empresas locales ganan US$ {n} más al mes"),
    "whom_profit_smes_less": ("local firms earn US$ {n} a month less",
                              "las empresas locales ganan US$ {n} menos al mes"),
    "cost_unclear": (
        "No difference in public money that chance could not bring: between US$ {low} and {high} "
        "a year.",
        "Ninguna diferencia de dinero público que el azar no pudiera traer: entre US$ {low} y "
        "{high} al año.",
    ),
    "cost_per_job": (
        "US$ {total} of public money a year more; that is US$ {cost} a year for each job more.",
        "US$ {total} más de dinero público al año; son US$ {cost} al año por cada empleo más.",
    ),
    "cost_free": ("It spends no public money on programmes.",
                  "No gasta dinero público en programas."),
    "cost_saves": (
        "Programmes cost the public US$ {total} a year less than in the baseline.",
        "Los programas cuestan al público US$ {total} menos al año que en la línea base.",
    ),
    "cost_no_jobs": (
        "US$ {total} of public money a year more. With no clear gain of jobs there is no cost for "
        "a job.",
        "US$ {total} más de dinero público al año. Sin una ganancia clara de empleos no hay costo "
        "por empleo.",
    ),
    "cost_fewer_jobs": ("US$ {total} of public money a year more, for fewer jobs.",
                        "US$ {total} más de dinero público al año, con menos empleos."),
    "sure_pairs": ("It rests on {pairs} pairs of worlds.", "Descansa en {pairs} pares de mundos."),
    "sure_none": ("They do not differ in any of them.", "No difieren en ninguno de ellos."),
    "sure_below": (
        "Chance alone would show so much in fewer than 1 of 1,000 such experiments.",
        "El azar solo mostraría tanto en menos de 1 de cada 1,000 experimentos así.",
    ),
    "sure_about": (
        "Chance alone would show so much in about {per} of 1,000 such experiments.",
        "El azar solo mostraría tanto en unos {per} de cada 1,000 experimentos así.",
    ),
    "sure_few": ("That is few: run more pairs before you decide.",
                 "Son pocos: corra más pares antes de decidir."),
    "sure_failed": ("{failed} runs failed and are left out.",
                    "{failed} corridas fallaron y quedan fuera."),
    "sure_limit": ("This is doubt about chance within the model, not about the model.",
                   "Es duda sobre el azar dentro del modelo, no sobre el modelo."),
}  # fmt: skip
