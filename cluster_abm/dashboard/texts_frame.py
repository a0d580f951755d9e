"""Words of the frame around all tabs: English, Spanish."""

WORDS = {
    "title": ("Panama's ICT cluster, month by month", "El clúster de TIC de Panamá, mes a mes"),
    "lead": (
        "A wind tunnel for cluster policy, from 2009 on.",
        "Un túnel de viento para la política de clústeres, a partir de 2009.",
    ),
    "language": ("Language", "Idioma"),
    "theme": ("Theme", "Tema"),
    "light": ("Light", "Claro"),
    "dark": ("Dark", "Oscuro"),
    "skip": ("Skip to the content", "Saltar al contenido"),
    "tabs": ("Parts of the page", "Partes de la página"),
    "tab_play": ("Play", "Simular"),
    "tab_policy": ("Policy", "Política"),
    "tab_compare": ("Compare", "Comparar"),
    "tab_results": ("Results", "Resultados"),
    "tab_about": ("About", "Acerca de"),
    "refused": ("That could not be done: {why}", "No se pudo hacer: {why}"),
    "trouble": (
        "Something failed, and not through your fault. Reset the simulation; if it happens again, "
        "give this number to whoever maintains the program: {number}.",
        "Algo falló, y no por culpa suya. Reinicie la simulación; si se repite, dé este número a "
        "quien mantiene el programa: {number}.",
    ),
    "again": ("Try again", "Volver a intentarlo"),
    "date_start": ("Start of {date}", "Inicio de {date}"),
    "date_end": ("End of {date}", "Fin de {date}"),
    "show_table": ("Table", "Tabla"),
    "hide_table": ("Hide", "Ocultar"),
    "year": ("Year", "Año"),
    "month": ("Month", "Mes"),
    "caution": (
        "One run is one possible world, not a forecast. To measure what a policy does, run pairs "
        "of worlds in the tab Compare.",
        "Una sola corrida es un solo mundo posible, no un pronóstico. Para medir el efecto de una "
        "política, corra pares de mundos en la pestaña Comparar.",
    ),
}
