"""What the report says, in English and in Spanish."""

from __future__ import annotations

from cluster_abm.lab.report.money_texts import MONEY
from cluster_abm.locale import LANGUAGES

REPORT: dict[str, tuple[str, str]] = {
    "language": (
        "English",
        "Español",
    ),
    "kicker": (
        "Policy experiment {name}, scenario {scenario}. {pairs} random worlds of {months} "
        "months, each lived under every policy.",
        "Experimento de política {name}, escenario {scenario}. {pairs} mundos al azar de "
        "{months} meses, cada uno vivido bajo cada política.",
    ),
    "kicker_draws": (
        "Policy experiment {name}, scenario {scenario}. {worlds} random worlds of {months} months "
        "in {draws} parameter draws, each lived under every policy.",
        "Experimento de política {name}, escenario {scenario}. {worlds} mundos al azar de {months} "
        "meses en {draws} combinaciones de parámetros, cada uno vivido bajo cada política.",
    ),
    "contents": (
        "Contents",
        "Contenido",
    ),
    "answer": (
        "The answer",
        "La respuesta",
    ),
    "effects": (
        "What changes",
        "Qué cambia",
    ),
    "paths": (
        "How it comes about over time",
        "Cómo ocurre en el tiempo",
    ),
    "gains": (
        "Who gains and who pays",
        "Quién gana y quién paga",
    ),
    "value": (
        "Value for money",
        "Valor por el dinero",
    ),
    "hinges": (
        "What would change the answer",
        "Qué cambiaría la respuesta",
    ),
    "assumed": (
        "What is assumed",
        "Qué se supone",
    ),
    "limits": (
        "What the model cannot say",
        "Qué no puede decir el modelo",
    ),
    "failures": (
        "What failed",
        "Qué falló",
    ),
    "reproduce": (
        "How to reproduce this report",
        "Cómo reproducir este informe",
    ),
    "headline_more": (
        "{policy}: {outcome}, {difference} {unit} more ({relative}); anything from {low} to {high} "
        "agrees with the runs.",
        "{policy}: {outcome}, {difference} {unit} más ({relative}); todo lo que va de {low} a "
        "{high} concuerda con las corridas.",
    ),
    "headline_less": (
        "{policy}: {outcome}, {difference} {unit} less ({relative}); anything from {low} to {high} "
        "agrees with the runs.",
        "{policy}: {outcome}, {difference} {unit} menos ({relative}); todo lo que va de {low} a "
        "{high} concuerda con las corridas.",
    ),
    "headline_unclear": (
        "{policy}: no effect on {outcome} that can be told from chance. The best guess is {guess} "
        "{unit} ({relative}); anything from {low} to {high} agrees with the runs.",
        "{policy}: ningún efecto en {outcome} que se distinga del azar. La mejor estimación es "
        "{guess} {unit} ({relative}); todo lo que va de {low} a {high} concuerda con las corridas.",
    ),
    "headline_none": (
        "{policy}: {outcome}, no change at all.",
        "{policy}: {outcome}, ningún cambio.",
    ),
    "table": (
        "{policy} against the baseline, {readout}, {start} to {end}",
        "{policy} frente a la línea base, {readout}, {start} a {end}",
    ),
    "effects_note": (
        "Each world is lived once without and once with the policy and shares its luck, so the "
        "difference owes nothing to luck that both had. Intervals hold the true mean difference"
        " of the model in 95 of 100 such experiments. Verdicts allow for the number of "
        "questions asked; the first outcome is primary, the second co-primary, the others "
        "explore.",
        "Cada mundo se vive una vez sin la política y otra con ella, y comparte su azar; la "
        "diferencia no debe nada al azar que ambos tuvieron. Los intervalos contienen la "
        "verdadera diferencia media del modelo en 95 de cada 100 experimentos así. Los "
        "veredictos tienen en cuenta cuántas preguntas se hicieron; el primer resultado es el "
        "principal, el segundo el coprincipal, los demás exploran.",
    ),
    "pairing_worth": (
        "Pairing is worth {times} times as many unpaired runs on the primary outcome.",
        "El pareado vale {times} veces más corridas sin parear en el resultado principal.",
    ),
    "paths_note": (
        "Upper part: mean of all worlds without and with each policy. Lower part: their "
        "difference, with a band that holds the whole true path with 95 % certainty. Grey: "
        "months of the policy. The first {shown} outcomes are drawn.",
        "Parte superior: media de todos los mundos sin y con cada política. Parte inferior: su "
        "diferencia, con una banda que contiene toda la verdadera trayectoria con 95 % de "
        "certeza. Gris: meses de la política. Se dibujan los primeros {shown} resultados.",
    ),
    "alt": (
        "{outcome}, {unit}. Without the policies it goes from {first} in {start} to {last} in "
        "{end}.",
        "{outcome}, {unit}. Sin las políticas va de {first} en {start} a {last} en {end}.",
    ),
    "alt_policy": (
        "With {policy} the difference is largest in {peak}: {difference}, band {low} to {high};"
        " in {end} it is {last}.",
        "Con {policy} la diferencia es mayor en {peak}: {difference}, banda de {low} a {high}; "
        "en {end} es {last}.",
    ),
    "numbers": (
        "The numbers behind the picture, year by year",
        "Los números de la figura, año por año",
    ),
    "year": (
        "Year",
        "Año",
    ),
    "yearly": (
        "{outcome}, mean of each year",
        "{outcome}, media de cada año",
    ),
    "band_of": (
        "Difference with {policy} (band)",
        "Diferencia con {policy} (banda)",
    ),
    "hinges_shares": (
        "Of the variance of one run's effect on the primary outcome {parameters} % is due to "
        "what we do not know (parameters; interval {low} to {high} %) and the rest to chance.",
        "De la varianza del efecto de una corrida en el resultado principal, {parameters} % se "
        "debe a lo que no sabemos (parámetros; intervalo de {low} a {high} %) y el resto al "
        "azar.",
    ),
    "hinges_sign": (
        "The effect of {policy} is positive in {share} % of {draws} parameter draws (interval "
        "{low} to {high} %).",
        "El efecto de {policy} es positivo en {share} % de {draws} combinaciones de parámetros "
        "(intervalo de {low} a {high} %).",
    ),
    "hinges_rank": (
        "{policy} is best on average, and best in {share} % of the draws ({low} to {high} %).",
        "{policy} es la mejor en promedio, y la mejor en {share} % de las combinaciones (de "
        "{low} a {high} %).",
    ),
    "hinges_none": (
        "This experiment holds all assumed numbers at their usual values, so it cannot say what"
        " the answer hangs on. An experiment with a table [uncertainty] would.",
        "Este experimento deja todos los números supuestos en su valor usual, así que no puede "
        "decir de qué depende la respuesta. Un experimento con una tabla [uncertainty] podría.",
    ),
    "hinges_table": (
        "Rank correlation of the effect with each parameter, {policy}",
        "Correlación de rangos del efecto con cada parámetro, {policy}",
    ),
    "parameter": (
        "Parameter",
        "Parámetro",
    ),
    "correlation": (
        "Correlation",
        "Correlación",
    ),
    "assumed_counts": (
        "Of {n} numbers of the model {assumption} are assumed, {calibrated} calibrated, "
        "{derived} derived, {paper} from papers and {report} from the report on Panama's "
        "cluster. The list is in: cluster-abm list numbers.",
        "De {n} números del modelo, {assumption} son supuestos, {calibrated} calibrados, "
        "{derived} derivados, {paper} de artículos y {report} del informe sobre el clúster de "
        "Panamá. La lista está en: cluster-abm list numbers.",
    ),
    "assumed_policy": (
        "Numbers that this experiment sets for all its policies:",
        "Números que este experimento fija para todas sus políticas:",
    ),
    "reduced": (
        "Four effects could only be written in as they are believed to be, without a mechanism:"
        " advocacy, brand, campaigns for motives, and norms (E15).",
        "Cuatro efectos solo podrían escribirse tal como se creen, sin mecanismo: incidencia, "
        "marca, campañas de motivación y normas (E15).",
    ),
    "reduced_none": (
        "None of them is in this version, so no result here hangs on them.",
        "Ninguno está en esta versión, así que ningún resultado depende de ellos.",
    ),
    "reduced_some": (
        "In this version they rest on these numbers; their range includes no effect, and a "
        "result should be repeated with all of them at nil:",
        "En esta versión descansan en estos números; su rango incluye el efecto nulo, y un "
        "resultado debe repetirse con todos en cero:",
    ),
    "limit_chance": (
        "How sure the answer is speaks of chance within the model, not of whether the model is "
        "right.",
        "La certeza de la respuesta habla del azar dentro del modelo, no de si el modelo acierta.",
    ),
    "limit_assumed": (
        "Most numbers are assumed and no data contradict them. Data on Panama identify few of "
        "them.",
        "La mayoría de los números son supuestos y ningún dato los contradice. Los datos de "
        "Panamá identifican pocos.",
    ),
    "limit_outside": (
        "Other sectors are a pool of people whose pay follows a trend and answers to nobody. What "
        "they lose in output or prices when people move is seen only as that pay.",
        "Los demás sectores son una reserva de personas cuyo salario sigue una tendencia y no "
        "responde. Lo que pierden en producción o precios cuando alguien se va se ve solo como ese "
        "salario.",
    ),
    "limit_foreign": (
        "What migrants and owners abroad gain is not part of the gain of residents, and what "
        "happens in the countries that people come from is not modelled.",
        "Lo que ganan los migrantes y los dueños en el exterior no es parte de la ganancia de los "
        "residentes, y no se modela qué ocurre en los países de origen.",
    ),
    "limit_politics": (
        "A policy without a statute is imposed and lasts. With one, the chances that it is adopted "
        "and outlives a change of government are assumed; who would oppose it is not modelled.",
        "Una política sin estatuto se impone y dura. Con uno, las probabilidades de que se adopte "
        "y sobreviva a un cambio de gobierno son supuestas; no se modela quién se opondría.",
    ),
    "limit_faults": (
        "The page docs/known_faults.md lists the known faults of the model.",
        "La página docs/known_faults.md enumera las fallas conocidas del modelo.",
    ),
    "failed": (
        "{failed} of {total} runs failed. The comparison rests on the worlds that are complete.",
        "{failed} de {total} corridas fallaron. La comparación descansa en los mundos completos.",
    ),
    "run": (
        "Run",
        "Corrida",
    ),
    "kind": (
        "Kind",
        "Tipo",
    ),
    "message": (
        "Message",
        "Mensaje",
    ),
    "replay": (
        "To see it again",
        "Para verlo de nuevo",
    ),
    "command": (
        "The same model, seed and file give the same numbers to the last digit; the file is kept "
        "beside the results as experiment.toml:",
        "El mismo modelo, semilla y archivo dan los mismos números hasta la última cifra; el "
        "archivo se guarda junto a los resultados como experiment.toml:",
    ),
    "digest": (
        "Content hash of the results",
        "Huella del contenido de los resultados",
    ),
    "fingerprint": (
        "Fingerprint of the model",
        "Huella del modelo",
    ),
    "seed": (
        "Root seed",
        "Semilla raíz",
    ),
    "commit": (
        "Commit of the source",
        "Versión del código",
    ),
    "changed": (
        "with changes that are not committed",
        "con cambios sin registrar",
    ),
    "versions": (
        "Versions",
        "Versiones",
    ),
    "when": (
        "Lived",
        "Vivido",
    ),
    "estimators": (
        "Where the usual estimators fail",
        "Dónde fallan los estimadores usuales",
    ),
    "map_note": (
        "Nobody sees the twin of a real country, so this effect would be estimated by other means. "
        "Each was tried in {worlds} simulated worlds whose true effect is known. Bias is a share "
        "of that effect; the second figure is how often the 95 % interval holds the truth. These "
        "are worlds made for the trial, not this experiment.",
        "Nadie ve el gemelo de un país real, así que este efecto se estimaría por otros medios. "
        "Cada uno se probó en {worlds} mundos simulados cuyo efecto verdadero se conoce. El sesgo "
        "es una parte de ese efecto; la segunda cifra dice cuántas veces el intervalo del 95 % "
        "contiene la verdad. Son mundos hechos para la prueba, no este experimento.",
    ),
    "map_situation": ("Situation", "Situación"),
    "map_did": ("Difference-in-differences", "Diferencias en diferencias"),
    "map_event": ("Event study", "Estudio de eventos"),
    "map_rd": ("Threshold of a score", "Umbral de un puntaje"),
    "map_lottery": ("Lottery", "Lotería"),
    "map_holds": ("What it assumes holds", "Lo que supone se cumple"),
    "map_broken": (
        "It does not: trends apart, all winners against all losers, lines thrown together",
        "No se cumple: tendencias distintas, todos los ganadores contra todos los perdedores, "
        "filas mezcladas",
    ),
    "map_placebo": ("Where nothing happened (placebo)", "Donde nada pasó (placebo)"),
    "map_off": ("The policy has no effect", "La política no tiene efecto"),
    "map_finds": ("finds it", "acierta"),
    "map_fails": ("fails", "falla"),
    "map_values": (
        "bias {bias}, holds in {coverage} %",
        "sesgo {bias}, contiene la verdad en {coverage} %",
    ),
    **MONEY,
}
"""Every text by its name: English, Spanish."""


def said(name: str, lang: str, /, **values: object) -> str:
    """One text of the report in a language, with its values filled in.

    >>> said("year", "es")
    'Año'
    """
    return REPORT[name][LANGUAGES.index(lang)].format_map(values)
