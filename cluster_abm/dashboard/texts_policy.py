"""Words of the tab Policy: English, Spanish."""

WORDS = {
    "policy_now": ("What is asked", "Qué se pide"),
    "changes_none": ("Nothing: the laws and budgets of 2009 hold.",
                     "Nada: rigen las leyes y los presupuestos de 2009."),
    "change": ("{lever} = {value} [{unit}], from {start}",
               "{lever} = {value} [{unit}], desde {start}"),
    "change_until": (" until {until}", " hasta {until}"),
    "change_ramp": (", coming in over {ramp} months", ", que entra a lo largo de {ramp} meses"),
    "change_whom": (", for: {whom}", ", para: {whom}"),
    "change_more": (". It also depends on what is published; its file says how.",
                    ". Depende además de lo que se publica; su archivo dice cómo."),
    "end_now": ("End it now", "Terminarla ahora"),
    "remove": ("Take it back", "Retirarla"),
    "remove_all": ("Take everything back", "Retirarlo todo"),
    "past": (
        "A change of months already lived begins the run again from January 2009 with the same "
        "seed, so that the run is always what this policy gives.",
        "Un cambio de meses ya vividos reinicia la corrida desde enero de 2009 con la misma "
        "semilla; así la corrida es siempre la que da esta política.",
    ),
    "cost": ("Cost so far:", "Costo hasta ahora:"),
    "cost_text": (
        " US$ {total} of public money since January 2009, US$ {last} in the last month (programmes "
        "and taxes forgone; administration of permits is counted in the state's balance).",
        " US$ {total} de dinero público desde enero de 2009, US$ {last} en el último mes "
        "(programas "
        "e impuestos no cobrados; la gestión de permisos cuenta en el balance del Estado).",
    ),
    "presets": ("Policies at hand", "Políticas preparadas"),
    "presets_none": ("No file of policies was found.",
                     "No se encontró ningún archivo de políticas."),
    "preset": ("Policy", "Política"),
    "preset_use": ("Ask for it", "Pedirla"),
    "preset_now": ("This is what is asked now.", "Es lo que se pide ahora."),
    "levers": ("Levers", "Palancas"),
    "levers_how": (
        "Open a lever, give it a value and dates, and add it; several may hold at once. A lever "
        "changes a number, a rule or a budget that somebody reads, never an outcome.",
        "Abra una palanca, dele un valor y fechas, y añádala; varias pueden regir a la vez. Una "
        "palanca cambia un número, una regla o un presupuesto que alguien lee, nunca un resultado.",
    ),
    "lever_filter": ("Search the levers", "Buscar palancas"),
    "lever_unit": ("Unit", "Unidad"),
    "lever_range": ("Range", "Rango"),
    "lever_usual": ("In 2009", "En 2009"),
    "lever_catalogue": ("Catalogue", "Catálogo"),
    "lever_who": ("Who pulls it", "Quién la mueve"),
    "lever_anybody": ("anybody", "cualquiera"),
    "lever_cost": ("Cost", "Costo"),
    "lever_nothing": ("No lever fits.", "Ninguna palanca coincide."),
    "lever_source": ("Source", "Fuente"),
    "lever_value": ("Value", "Valor"),
    "lever_slide": ("Move", "Mover"),
    "lever_from": ("From (year-month)", "Desde (año-mes)"),
    "lever_until": ("Until (first month without)", "Hasta (primer mes sin ella)"),
    "lever_never": ("no end", "sin fin"),
    "lever_ramp": ("Months to come in", "Meses para entrar"),
    "lever_whom": ("For whom", "Para quién"),
    "lever_everybody": ("everybody", "todos"),
    "lever_add": ("Add", "Añadir"),
    "size_micro": ("Fewer than 15 staff", "Menos de 15 personas"),
    "size_small": ("15 to 49 staff", "De 15 a 49 personas"),
    "size_medium": ("50 to 149 staff", "De 50 a 149 personas"),
    "size_large": ("150 staff or more", "150 personas o más"),
}  # fmt: skip
