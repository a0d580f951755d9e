"""Words of the tab About: English, Spanish."""

WORDS = {
    "about_what": ("What is it", "Qué es"),
    "about_what_text": (
        "A model of Panama's cluster of information and communication technology from January 2009 "
        "on: its firms, workers, universities, customers and rules. It stands in for a strategy "
        "report that asked for reforms and could not say which would work.",
        "Un modelo del clúster panameño de tecnologías de la información y la comunicación desde "
        "enero de 2009: sus empresas, trabajadores, universidades, clientes y reglas. Acompaña a "
        "un "
        "informe estratégico que pedía reformas y no podía decir cuáles servirían.",
    ),
    "about_how": ("How it works", "Cómo funciona"),
    "about_how_text": (
        "Every month firms plan posts, hire, sell, pay, begin and close; people study, apply, move "
        "on or leave; the state taxes and decides on permits.|Nothing that you see is fixed "
        "beforehand: it results from what all of them do. Money balances to the cent and people "
        "are "
        "conserved. A policy changes a number, a rule or a budget, never an outcome.",
        "Cada mes las empresas planean puestos, contratan, venden, pagan, nacen y cierran; las "
        "personas estudian, se postulan, cambian de empleo o se van; el Estado cobra impuestos y "
        "decide permisos.|Nada de lo que se ve está fijado de antemano: resulta de lo que hacen "
        "todos. El dinero cuadra al centavo y las personas se conservan. Una política cambia un "
        "número, una regla o un presupuesto, nunca un resultado.",
    ),
    "about_use": ("How to use it", "Cómo se usa"),
    "about_use_text": (
        "Play: let time pass, and click a firm for its story.|Policy: open a lever, give it a "
        "value and dates, or take a policy at hand.|Compare: see baseline and policy on the same "
        "luck, and run many pairs for an answer with an interval.|Results: open what was run "
        "before.",
        "Simular: deje pasar el tiempo y haga clic en una empresa para ver su historia.|Política: "
        "abra una palanca, dele un valor y fechas, o tome una política preparada.|Comparar: vea la "
        "línea base y la política con el mismo azar, y corra muchos pares para tener una respuesta "
        "con su intervalo.|Resultados: abra lo que se corrió antes.",
    ),
    "about_notice": ("Things to notice", "En qué fijarse"),
    "about_notice_text": (
        "The report asks for 25,000 workers in five years; the baseline stays far below.|Firms in "
        "the City of Knowledge and headquarters of multinationals are exempt from the quota of "
        "foreign workers.|Customers' budgets, more than posts, limit the cluster.",
        "El informe pide 25,000 trabajadores en cinco años; la línea base queda muy por "
        "debajo.|Las empresas de la Ciudad del Saber y las sedes de multinacionales están exentas "
        "de la cuota de trabajadores extranjeros.|Los presupuestos de los clientes, más que los "
        "puestos, limitan al clúster.",
    ),
    "about_try": ("Things to try", "Qué probar"),
    "about_try_text": (
        "Relax the quota for five years and look at who holds the new jobs.|Pay for more seats in "
        "the universities, and watch how long it takes until graduates arrive.|Reset with another "
        "seed: what stays, and what was chance?",
        "Relaje la cuota durante cinco años y mire quién ocupa los nuevos empleos.|Pague más cupos "
        "en las universidades y observe cuánto tardan en llegar los graduados.|Reinicie con otra "
        "semilla: ¿qué queda, y qué era azar?",
    ),
    "about_credits": ("Credits", "Créditos"),
    "about_credits_text": (
        "Built by the cluster_abm authors on Mesa, NumPy and Solara, under the licence Apache 2.0. "
        "Maps and curves use the colours of Okabe and Ito, and cividis, which the colour-blind can "
        "tell apart.",
        "Hecho por los autores de cluster_abm con Mesa, NumPy y Solara, con licencia Apache 2.0. "
        "Los mapas y las curvas usan los colores de Okabe e Ito, y cividis, que las personas con "
        "daltonismo distinguen.",
    ),
    "about_validation": ("What it meets and what it misses", "Qué cumple y qué no cumple"),
    "about_validation_text": (
        "The model held against what was observed, from the page that the project has published "
        "(docs/validation.md). Nothing is lived anew here.",
        "El modelo frente a lo observado, según la página que el proyecto ha publicado "
        "(docs/validation.md). Aquí no se vuelve a correr nada.",
    ),
    "validation_counts": ("Targets by verdict", "Metas según el veredicto"),
    "validation_targets": ("Targets", "Metas"),
    "verdict_of_pass": ("met (PASS)", "cumplida (PASS)"),
    "verdict_of_warn": ("met in some worlds (WARN)", "cumplida en algunos mundos (WARN)"),
    "verdict_of_fail": ("missed (FAIL)", "no cumplida (FAIL)"),
    "verdict_of_open": ("cannot be measured yet (OPEN)", "aún no se puede medir (OPEN)"),
    "verdict_of_shown": ("shown, not judged (SHOWN)", "mostrada, sin juzgar (SHOWN)"),
    "validation_worst": ("The widest misses", "Las que más se alejan"),
    "validation_more": ("{n} more that are missed", "{n} más que no se cumplen"),
    "validation_line": ("{name} ({id}): {measured}, observed {range}",
                        "{name} ({id}): {measured}; lo observado, {range}"),
    "validation_to": ("to", "a"),
    "validation_at_least": ("at least", "al menos"),
    "validation_at_most": ("at most", "a lo sumo"),
    "validation_missing": ("See docs/validation.md in the repository.",
                           "Vea docs/validation.md en el repositorio."),
    "about_faults": ("What is known to be wrong", "Lo que se sabe que está mal"),
    "about_faults_text": (
        "Whoever decides should know these first.",
        "Quien decide debería conocerlo primero.",
    ),
    "about_faults_away": ("See docs/{file} in the repository.",
                          "Véase docs/{file} en el repositorio."),
    "about_faults_open": ("Show the known faults", "Ver las fallas conocidas"),
    "about_month": ("The month", "El mes"),
    "about_month_open": ("Show what happens in a month, in order",
                         "Ver qué pasa en un mes, en orden"),
    "about_numbers": ("How much is assumed", "Cuánto se supone"),
    "about_numbers_open": ("Show the numbers with unit, range and source",
                           "Ver los números con unidad, rango y fuente"),
    "about_label": ("Where it comes from", "De dónde viene"),
    "about_all": ("all", "todos"),
    "about_search": ("Search the numbers", "Buscar números"),
    "about_links": ("Where to read more", "Dónde leer más"),
    "about_links_text": (
        "README.md: what the model is for, and one result.|docs/decisions.md: what was chosen and "
        "why.|docs/baseline.md: the six curves that a sceptic asks for first.|cluster-abm explain "
        "numbers: every assumption on the command line.",
        "README.md: para qué sirve el modelo, y un resultado.|docs/decisions.md: qué se eligió y "
        "por qué.|docs/baseline.md: las seis curvas que un escéptico pide primero.|cluster-abm "
        "explain numbers: cada supuesto, en la línea de órdenes.",
    ),
}  # fmt: skip
