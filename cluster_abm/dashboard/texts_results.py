"""Words of the tab Results: English, Spanish."""

WORDS = {
    "results": ("Results on this machine", "Resultados en esta máquina"),
    "results_text": (
        "Whatever the page or the command line has run lies in the folder results.",
        "Todo lo que la página o la línea de órdenes ha corrido está en la carpeta results.",
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
    "second_metric": ("And beside it", "Y además"),
    "no_metric": ("none", "ninguno"),
    "folder_facts": (
        "{policies} policies, {worlds} random worlds, {months} months; {done} of {total} runs have "
        "ended well.",
        "{policies} políticas, {worlds} mundos aleatorios, {months} meses; {done} de {total} "
        "corridas terminaron bien.",
    ),
    "folder_failed": (
        "{failed} runs failed and are left out: {why}. The table runs in the folder says more.",
        "{failed} corridas fallaron y quedan fuera: {why}. La tabla runs de la carpeta dice más.",
    ),
    "apart": ("Difference from the baseline", "Diferencia con la línea base"),
    "bands": (
        "Lines are means over worlds. The band of a level holds eight of ten worlds. The band of a "
        "difference, from pairs of the same worlds, holds its whole course with 95 % certainty.",
        "Las líneas son promedios de mundos. La banda de un nivel abarca ocho de cada diez mundos. "
        "La banda de una diferencia, de pares de los mismos mundos, contiene todo su curso con "
        "95 % de certeza.",
    ),
    "too_many": ("Only the first {n} policies are drawn; choose one to see another.",
                 "Solo se dibujan las primeras {n} políticas; elija una para ver otra."),
    "save_svg": ("Levels (SVG)", "Niveles (SVG)"),
    "save_svg_apart": ("Differences (SVG)", "Diferencias (SVG)"),
    "effects": ("What the policies did", "Qué hicieron las políticas"),
    "effects_wait": ("Working it out …", "Calculando …"),
    "effects_of": (
        "{policy}: means from {start} to {end}, {pairs} pairs of worlds",
        "{policy}: promedios de {start} a {end}, {pairs} pares de mundos",
    ),
    "all_policies": ("all", "todas"),
    "first_month": ("From (year-month)", "Desde (año-mes)"),
    "last_month": ("Until, left out", "Hasta, sin incluirlo"),
    "worlds": ("{n} worlds", "{n} mundos"),
    "pairs_of": ("{n} pairs", "{n} pares"),
    "rows": ("{n} rows: policy, replicate, draw, month, values.",
             "{n} filas: política, réplica, combinación, mes, valores."),
}  # fmt: skip
