"""What the laboratory says, in English and in Spanish."""

from __future__ import annotations

import math
from typing import NamedTuple

from cluster_abm.locale import LANGUAGES, sentence

MILLION = 1_000_000
INFINITE = ("∞", "−∞")
TEXTS: dict[str, tuple[str, str]] = {
    "outcome": ("Outcome", "Resultado"),
    "unit": ("Unit", "Unidad"),
    "baseline": ("Baseline", "Línea base"),
    "policy": ("Policy", "Política"),
    "difference": ("Difference", "Diferencia"),
    "interval": ("95 % interval", "Intervalo del 95 %"),
    "relative": ("Relative", "Relativa"),
    "pairing": ("Pairing", "Pareado"),
    "verdict": ("Verdict", "Veredicto"),
    "primary": ("primary", "principal"),
    "co-primary": ("co-primary", "coprincipal"),
    "exploratory": ("exploratory", "exploratorio"),
    "more": ("more", "más"),
    "less": ("less", "menos"),
    "unclear": ("not clear", "no es claro"),
    "none": ("no difference", "ninguna diferencia"),
    "window": ("mean of the policy months", "media de los meses de la política"),
    "last_year": ("mean of the last 12 months", "media de los últimos 12 meses"),
    "month": ("Month", "Mes"),
    "title": (
        "{policy} against {baseline}: {readout}, {start} to {end}, {pairs} pairs",
        "{policy} frente a {baseline}: {readout}, {start} a {end}, {pairs} pares",
    ),
    "pairing_note": (
        "Pairing: how many times as many unpaired runs would be needed for the same interval. "
        "Verdicts allow for the number of questions asked (max-t, or Holm with fewer than 12 "
        "pairs); exploratory ones suggest, they do not prove.",
        "Pareado: cuántas veces más corridas sin parear harían falta para el mismo intervalo. "
        "Los veredictos tienen en cuenta cuántas preguntas se hicieron (máximo t, o Holm con menos "
        "de 12 pares); los exploratorios sugieren, no prueban.",
    ),
    "answer": (
        "{outcome} with {policy}: {value} {unit} on average from {start} to {end}, against {base} "
        "in the baseline. That is {difference} {direction} ({relative}). The 95 % interval of the "
        "difference runs from {low} to {high}; {pairs} pairs of runs share their luck.",
        "{outcome} con {policy}: {value} {unit} en promedio de {start} a {end}, frente a {base} "
        "en la línea base. Son {difference} {direction} ({relative}). El intervalo del 95 % de la "
        "diferencia va de {low} a {high}; {pairs} pares de corridas comparten su azar.",
    ),
    "answer_draws": (
        "{outcome} with {policy}: {value} {unit} on average from {start} to {end}, against {base} "
        "in the baseline. That is {difference} {direction} ({relative}). The 95 % interval of the "
        "difference runs from {low} to {high}. It rests on {worlds} random worlds, each lived in "
        "{draws} draws of what we do not know, and allows for both.",
        "{outcome} con {policy}: {value} {unit} en promedio de {start} a {end}, frente a {base} "
        "en la línea base. Son {difference} {direction} ({relative}). El intervalo del 95 % de la "
        "diferencia va de {low} a {high}. Descansa en {worlds} mundos al azar, cada uno vivido con "
        "{draws} combinaciones de lo que no sabemos, y tiene en cuenta ambas cosas.",
    ),
    "shares": (
        "Of the variance of a single pair's effect, {parameters} % is due to parameters "
        "({low} to {high} %) and {chance} % to chance.",
        "De la varianza del efecto de un solo par, {parameters} % se debe a los parámetros "
        "(de {low} a {high} %) y {chance} % al azar.",
    ),
    "one_world": (
        "{outcome} with {policy}: {value} {unit} on average from {start} to {end}, against {base} "
        "in the baseline: {difference} {direction} ({relative}), over {draws} parameter draws of "
        "one random world. One world says nothing about chance; live at least two.",
        "{outcome} con {policy}: {value} {unit} en promedio de {start} a {end}, frente a {base} "
        "en la línea base: {difference} {direction} ({relative}), con {draws} combinaciones de "
        "parámetros de un solo mundo al azar. Un solo mundo no dice nada del azar; viva al menos "
        "dos.",
    ),
    "too_wide_worlds": (
        "The interval of {outcome} with {policy} is still ±{half}, and the experiment asks for "
        "±{target}: it allows no more worlds.",
        "El intervalo de {outcome} con {policy} sigue siendo ±{half}, y el experimento pide "
        "±{target}: no permite más mundos.",
    ),
    "too_wide_draws": (
        "The interval of {outcome} with {policy} is still ±{half}, and the experiment asks for "
        "±{target}: more worlds would not narrow it enough, more parameter draws would.",
        "El intervalo de {outcome} con {policy} sigue siendo ±{half}, y el experimento pide "
        "±{target}: más mundos no lo estrecharían lo bastante, más combinaciones de parámetros sí.",
    ),
    "uneven": (
        "{pairs} complete pairs are left out, so that every draw was lived in the same worlds.",
        "{pairs} pares completos quedan fuera, para que cada combinación de parámetros se haya "
        "vivido en los mismos mundos.",
    ),
    "same": (
        "{outcome} with {policy}: {value} {unit} on average from {start} to {end}, exactly as in "
        "the baseline in each of {pairs} pairs. The policy changes nothing here.",
        "{outcome} con {policy}: {value} {unit} en promedio de {start} a {end}, exactamente como "
        "en la línea base en cada uno de {pairs} pares. La política no cambia nada aquí.",
    ),
    "one_pair": (
        "{outcome} with {policy}: {value} {unit} on average from {start} to {end}, against {base} "
        "in the baseline: {difference} {direction} ({relative}). One pair says nothing about "
        "chance; run at least two.",
        "{outcome} con {policy}: {value} {unit} en promedio de {start} a {end}, frente a {base} "
        "en la línea base: {difference} {direction} ({relative}). Un solo par no dice nada del "
        "azar; corra al menos dos.",
    ),
    "sure": (
        "The direction is as good as certain within the model: by chance alone, one of the "
        "outcomes asked first would differ as much in fewer than 1 of 1,000 such experiments.",
        "La dirección es casi segura dentro del modelo: solo por azar, alguno de los resultados "
        "principales diferiría tanto en menos de 1 de cada 1,000 experimentos así.",
    ),
    "fairly": (
        "The direction is clear but not beyond doubt: by chance alone, one of the outcomes asked "
        "first would differ as much in about {per} of 1,000 such experiments.",
        "La dirección es clara, pero no está fuera de duda: solo por azar, alguno de los "
        "resultados principales diferiría tanto en unos {per} de cada 1,000 experimentos así.",
    ),
    "unsure": (
        "That cannot be told from no effect: by chance alone, one of the outcomes asked first "
        "would differ as much in about {per} of 1,000 such experiments. An experiment of this size "
        "notices a difference of some {detectable} {unit} four times out of five.",
        "No se distingue de un efecto nulo: solo por azar, alguno de los resultados principales "
        "diferiría tanto en unos {per} de cada 1,000 experimentos así. Un experimento de este "
        "tamaño nota una diferencia de unos {detectable} {unit} cuatro veces de cada cinco.",
    ),
    "limit": (
        "This is certainty about chance within the model, not about the model.",
        "Es certeza sobre el azar dentro del modelo, no sobre el modelo.",
    ),
    "failed": (
        "{failed} of {total} runs failed; the comparison rests on the pairs that are complete.",
        "{failed} de {total} corridas fallaron; la comparación descansa en los pares completos.",
    ),
    "left_out": (
        "{policy} is left out: it failed in every random world. The table runs says why.",
        "{policy} queda fuera: falló en todos los mundos. La tabla runs dice por qué.",
    ),
    "band": (
        "Lines: mean of {pairs} worlds. Shaded line: difference with a band that holds the whole "
        "path with 95 % certainty. Grey: months of the policy.",
        "Líneas: media de {pairs} mundos. Línea con banda: diferencia con una banda que contiene "
        "toda la trayectoria con 95 % de certeza. Gris: meses de la política.",
    ),
}
"""Every text by its name: English, Spanish."""


def text(name: str, lang: str, **values: object) -> str:
    """One text in a language, with its values filled in.

    >>> text("more", "es")
    'más'
    """
    return TEXTS[name][LANGUAGES.index(lang)].format_map(values)


def metric_text(name: str, doc: str, lang: str) -> str:
    """The sentence of a metric without its full stop, in a language if it has one there."""
    return sentence("metrics", name, lang, otherwise=doc).rstrip(".")


def unit_text(unit: str, lang: str) -> str:
    """A unit in a language, if it has a word there."""
    return sentence("units", unit, lang, otherwise=unit)


def rough(value: float) -> str:
    """A number of which only the size matters: two digits.

    >>> rough(52.8), rough(55_564.0), rough(float("nan"))
    ('53', '56,000', '–')
    """
    return quantity(float(f"{value:.1e}"))


def quantity(value: float, *, signed: bool = False) -> str:
    """A number as written in English and in Panama: whole, or with three digits that matter.

    M is a million. Noughts at the end are left out: 1.950 would be read as thousands in Spanish.

    >>> quantity(12345.678), quantity(0.0123456), quantity(-3.0, signed=True), quantity(0.0)
    ('12,346', '0.0123', '-3', '0')
    >>> quantity(22_770_289.0), quantity(-1.95), quantity(float("-inf"))
    ('22.8 M', '-1.95', '−∞')
    """
    if math.isinf(value):
        return INFINITE[value < 0]
    if abs(value) >= MILLION:
        return f"{quantity(value / MILLION, signed=signed)} M"
    if value != value:
        return "–"
    if value == 0:
        return "0"
    digits = 0 if abs(value) >= 1000 else max(0, 2 - _magnitude(value))
    written = f"{value:{'+' if signed else ''},.{digits}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


class Written(NamedTuple):
    """A difference and the ends of its interval, as they are written."""

    difference: str
    low: str
    high: str


def interval(difference: float, low: float, high: float, *, signed: bool = True) -> Written:
    """Write a difference and its interval without digits that chance has made.

    The interval keeps two digits of half its width; the difference keeps its first digit at least.

    Args:
        difference: The difference.
        low: Lower end of its interval.
        high: Upper end of its interval.
        signed: Does a gain of the difference bear its sign?  The ends always do.

    >>> interval(-1.95, -22.92, 19.02), interval(1411.0, -131_553.0, 134_375.0).difference
    (Written(difference='-2', low='-23', high='+19'), '+1,000')
    >>> interval(0.0113, -1.827, 1.85).difference, interval(5.0, float("-inf"), float("inf")).low
    ('+0.01', '−∞')
    """
    half = (high - low) / 2
    if not (math.isfinite(half) and half > 0):
        ends = quantity(low, signed=True), quantity(high, signed=True)
        return Written(quantity(difference, signed=signed), *ends)
    place = _magnitude(half) - 1
    own = min(place, _magnitude(difference)) if difference else place
    ends = (
        quantity(_to_place(low, place), signed=True),
        quantity(_to_place(high, place), signed=True),
    )
    return Written(quantity(_to_place(difference, own), signed=signed), *ends)


def span(low: float, high: float) -> str:
    """An interval as it is written; a dash where there is none.

    >>> span(-1.0, 2.0), span(float("nan"), 1.0)
    ('-1 … +2', '–')
    """
    if low != low or high != high:
        return "–"
    size = interval(0.0, low, high)
    return f"{size.low} … {size.high}"


def _to_place(value: float, place: int) -> float:
    """Round to a power of ten."""
    return round(value, -place) + 0.0


def round_number(value: float, *, signed: bool = False) -> str:
    """A number for reading aloud: whole from ten on, and at most two digits that matter below.

    >>> round_number(-45.13, signed=True), round_number(1.106), round_number(4_338_000.0)
    ('-45', '1.1', '4.3 M')
    >>> round_number(9132.4), round_number(-0.004, signed=True), round_number(float("nan"))
    ('9,132', '-0.004', '–')
    """
    if value != value:
        return "–"
    size = abs(value)
    if math.isinf(size):
        return INFINITE[value < 0]
    if size >= MILLION:
        return f"{value / MILLION:{'+' if signed else ''},.1f} M"
    if value == 0:
        return "0"
    digits = 0 if size >= 10 else max(0, 1 - _magnitude(value))
    written = f"{value:{'+' if signed else ''},.{digits}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _magnitude(value: float) -> int:
    """Power of ten of a number, as it will be written."""
    return int(f"{abs(value):.3e}".partition("e")[2])


def percentage(value: float) -> str:
    """A share as a signed percentage, with three digits that matter at most.

    >>> percentage(0.0245), percentage(-0.00001), percentage(0.80731), percentage(float("nan"))
    ('+2.45 %', '0.00 %', '+80.7 %', '–')
    """
    if value != value:
        return "–"
    size = abs(100 * value)
    written = f"{100 * value:+.{2 if size < 10 else 1 if size < 100 else 0}f}"
    return f"{written if written.strip('+-0.') else '0.00'} %"
