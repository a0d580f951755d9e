"""Words of the tab Compare: English, Spanish."""

WORDS = {
    "live": ("Side by side, in one world", "Lado a lado, en un mismo mundo"),
    "live_text": (
        "Both lives share their luck: until the policy begins they are the same, and afterwards "
        "every difference is the policy's doing, in this one world.",
        "Ambas vidas comparten su azar: hasta que la política empieza son la misma, y después toda "
        "diferencia es obra de la política, en este único mundo.",
    ),
    "live_wait": ("Begin with “Play” or “One month”.", "Empiece con «Reproducir» o «Un mes»."),
    "live_behind": ("The baseline has lived {month} of {of} months.",
                    "La línea base ha vivido {month} de {of} meses."),
    "side": ("The last month of both", "El último mes de ambas"),
    "both_curves": ("Curves of both", "Curvas de ambas"),
    "the_policy": ("the policy", "la política"),
    "outcome": ("Outcome", "Resultado"),
    "interval": ("95 % interval", "Intervalo del 95 %"),
    "relative": ("Relative", "Relativa"),
    "verdict": ("Verdict", "Veredicto"),
    "pairs": ("Many pairs of worlds", "Muchos pares de mundos"),
    "pairs_text": (
        "Chance differs from world to world. Pairs of worlds with the same luck, one with and one "
        "without the policy, show what the policy does on average and how sure that is.",
        "El azar cambia de un mundo a otro. Los pares de mundos con el mismo azar, uno con y otro "
        "sin la política, muestran qué hace la política en promedio y cuán seguro es.",
    ),
    "pairs_number": ("Pairs (2 to 200)", "Pares (de 2 a 200)"),
    "pairs_years": ("Years (1 to 20)", "Años (de 1 a 20)"),
    "pairs_run": ("Run the pairs", "Correr los pares"),
    "cancel": ("Cancel", "Cancelar"),
    "progress": ("Runs that have ended", "Corridas terminadas"),
    "state_waiting": ("It waits; {before} comparisons come first.",
                      "En espera; hay {before} comparaciones antes."),
    "state_running": ("{done} of {total} runs have ended.",
                      "{done} de {total} corridas terminadas."),
    "state_ending": ("It ends with the world that is being lived.",
                     "Termina con el mundo que se está viviendo."),
    "state_done": ("All {total} runs have ended.", "Las {total} corridas han terminado."),
    "state_cancelled": (
        "Cancelled; what is done is kept, and the same question goes on from there.",
        "Cancelado; lo hecho se conserva, y la misma pregunta sigue desde ahí.",
    ),
    "state_failed": ("It did not end well.", "No terminó bien."),
    "so_far": ("Jobs so far: {effect}", "Empleos hasta ahora: {effect}"),
    "report": ("Report for whoever decides (HTML)", "Informe para quien decide (HTML)"),
    "who_gains": ("Who gains", "Quién gana"),
    "group_people": ("People", "Las personas"),
    "group_firms": ("Firms", "Las empresas"),
    "group_state": ("The state", "El Estado"),
    "chance_note": (
        "Means over the months of the policy. Only the first two outcomes were asked first; the "
        "others suggest and do not prove. Chance within the model, not doubt about the model.",
        "Promedios de los meses de la política. Solo los dos primeros resultados se preguntaron "
        "antes; los demás sugieren y no prueban. Es azar dentro del modelo, no duda sobre el "
        "modelo.",
    ),
    "kept": ("Kept in results/{folder}; content hash {digest}.",
             "Guardado en results/{folder}; huella del contenido {digest}."),
}  # fmt: skip
