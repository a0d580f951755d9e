"""Words of the tab Results: English, Spanish."""

WORDS = {
    "results": ("Results on this machine", "Resultados en esta máquina"),
    "results_text": (
        "Whatever the page or the command line has run lies in the folder results. Lines are means "
        "over all random worlds.",
        "Todo lo que la página o la línea de órdenes ha corrido está en la carpeta results. Las "
        "líneas son promedios de todos los mundos aleatorios.",
    ),
    "results_none": (
        "Nothing yet. Run pairs in the tab Compare, or cluster-abm demo on the command line.",
        "Todavía nada. Corra pares en la pestaña Comparar, o cluster-abm demo en la línea de "
        "órdenes.",
    ),
    "dataset": ("Folder", "Carpeta"),
    "look_again": ("Look again", "Mirar de nuevo"),
    "metric": ("Metric", "Indicador"),
    "policy": ("Policy", "Política"),
    "all_policies": ("all", "todas"),
    "first_month": ("From (year-month)", "Desde (año-mes)"),
    "last_month": ("Until, left out", "Hasta, sin incluirlo"),
    "worlds": ("{policy} ({n} worlds)", "{policy} ({n} mundos)"),
    "rows": ("{n} rows: policy, replicate, month, value.",
             "{n} filas: política, réplica, mes, valor."),
}  # fmt: skip
