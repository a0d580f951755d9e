"""What the page says, in Spanish and in English."""

from __future__ import annotations

from collections.abc import Mapping

from cluster_abm.agents.classes import Kind, ZoneName
from cluster_abm.core.units import FIRST_YEAR, MONTHS_PER_YEAR
from cluster_abm.locale import LANGUAGES, language

NAMES = {"es": "Español", "en": "English"}
"""Languages by their own names, in the order of the buttons."""

KINDS = {
    "es": {
        Kind.SME: "Pyme local",
        Kind.ANCHOR: "Multinacional ancla",
        Kind.MNC: "Otra multinacional",
        Kind.CONTACT_CENTRE: "Centro de contacto",
    },
    "en": {
        Kind.SME: "Local SME",
        Kind.ANCHOR: "Anchor multinational",
        Kind.MNC: "Other multinational",
        Kind.CONTACT_CENTRE: "Contact centre",
    },
}
ZONES = {
    "es": {
        ZoneName.REST: "Resto del país",
        ZoneName.CITY_OF_KNOWLEDGE: "Ciudad del Saber",
        ZoneName.HOWARD: "Howard",
        ZoneName.COLON: "Colón",
    },
    "en": {
        ZoneName.REST: "Rest of the country",
        ZoneName.CITY_OF_KNOWLEDGE: "City of Knowledge",
        ZoneName.HOWARD: "Howard",
        ZoneName.COLON: "Colón",
    },
}
MONTHS = {
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
        "octubre", "noviembre", "diciembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip

WORDS = {
    "es": {
        "title": "El clúster de TIC de Panamá, mes a mes",
        "lead": "Un túnel de viento para la política de clústeres, a partir de 2009.",
        "language": "Idioma",
        "controls": "Mandos",
        "play": "Reproducir",
        "pause": "Pausar",
        "step": "Un mes",
        "reset": "Reiniciar",
        "seed": "Semilla",
        "seed_hint": "Vale al reiniciar",
        "seed_wrong": "Un número entero, de 0 en adelante",
        "speed": "Meses por segundo",
        "quota": "Cuota de trabajadores extranjeros",
        "quota_hint": "Máximo del personal ordinario, desde el mes que viene; para el "
        "especializado, la mitad más",
        "date_start": "Inicio de {date}",
        "date_end": "Fin de {date}",
        "lived": "Meses simulados: {month} de {horizon}",
        "map": "Mapa de las empresas",
        "map_alt": "Mapa de las zonas, {date}. {zones}. {firms} empresas en total: {kinds}.",
        "zone_alt": "{zone}: {firms} empresas, {staff} personas",
        "zone_count": "{firms} empresas · {staff} personas",
        "zone_count_short": "{firms} emp. · {staff} pers.",
        "legend": "Leyenda del mapa",
        "size": "Tamaño según el personal:",
        "map_note": "El mapa es esquemático: cada empresa está en su zona, no en su dirección.",
        "curves": "Tres curvas",
        "employment_narrow": "Empleo del clúster",
        "employment_narrow_unit": "personas, sin centros de contacto",
        "wage_engineer": "Salario medio de los ingenieros",
        "wage_engineer_unit": "US$ de 2009 al mes; el eje no empieza en cero",
        "vacancies": "Vacantes",
        "vacancies_unit": "puestos abiertos en el mes",
        "curve_alt": "{title}, {unit}. Ahora {last}; al principio {first}.",
        "curve_alt_target": " La meta es {target}.",
        "curve_none": "{title}. Todavía no hay meses simulados.",
        "curve_wait": "Empieza con «Reproducir» o «Un mes»",
        "target": "Meta del informe: {target}",
        "marks": "▼ en las curvas: un cambio de la cuota.",
        "changes": "Cambios hechos",
        "changes_none": "Ninguno: rige la cuota del código laboral, {quota}.",
        "change": "Desde {date}: {quota}",
        "refused": "No se pudo hacer: {why}",
        "trouble": "Algo falló, y no por culpa suya. Reinicie la simulación; si se repite, dé este "
        "número a quien mantiene el programa: {number}.",
        "again": "Volver a intentarlo",
        "about": "Qué es y cómo se usa",
        "what": "Qué es",
        "what_text": "Un modelo del clúster panameño de tecnologías de la información: sus "
        "empresas, trabajadores, universidades, clientes y reglas. Cada mes las empresas "
        "contratan, venden, pagan, nacen y cierran. Nada de lo que se ve está fijado de antemano: "
        "resulta de lo que hacen todos.",
        "how": "Cómo se usa",
        "how_steps": "Pulse «Reproducir», o «Un mes» para avanzar paso a paso.|Mueva la cuota de "
        "trabajadores extranjeros. El cambio rige desde el mes siguiente y queda en la lista de "
        "cambios.|Para comparar, reinicie con la misma semilla y pruebe otra cuota: la suerte de "
        "las empresas es la misma.|Otra semilla es otro mundo posible.",
        "notice": "En qué fijarse",
        "notice_text": "El informe pide 25,000 trabajadores en cinco años. La cuota de esta página "
        "limita al personal ordinario (10 % en el código laboral); el personal especializado tiene "
        "su propio límite (15 %), que aquí no cambia. Las pymes de la Ciudad del Saber y las sedes "
        "de multinacionales están exentas.",
        "caution": "Una sola corrida es un solo mundo posible, no un pronóstico. Para medir el "
        "efecto de una política, compare muchas: cluster-abm demo.",
    },
    "en": {
        "title": "Panama's ICT cluster, month by month",
        "lead": "A wind tunnel for cluster policy, from 2009 on.",
        "language": "Language",
        "controls": "Controls",
        "play": "Play",
        "pause": "Pause",
        "step": "One month",
        "reset": "Reset",
        "seed": "Seed",
        "seed_hint": "Holds after a reset",
        "seed_wrong": "A whole number, 0 or more",
        "speed": "Months a second",
        "quota": "Quota of foreign workers",
        "quota_hint": "Most of the ordinary staff, from next month on; half as much again of "
        "specialised staff",
        "date_start": "Start of {date}",
        "date_end": "End of {date}",
        "lived": "Months simulated: {month} of {horizon}",
        "map": "Map of the firms",
        "map_alt": "Map of the zones, {date}. {zones}. {firms} firms in all: {kinds}.",
        "zone_alt": "{zone}: {firms} firms, {staff} people",
        "zone_count": "{firms} firms · {staff} people",
        "zone_count_short": "{firms} firms · {staff} ppl",
        "legend": "Legend of the map",
        "size": "Size by staff:",
        "map_note": "The map is schematic: every firm stands in its zone, not at its address.",
        "curves": "Three curves",
        "employment_narrow": "Employment in the cluster",
        "employment_narrow_unit": "people, without contact centres",
        "wage_engineer": "Mean wage of engineers",
        "wage_engineer_unit": "US$ of 2009 a month; the axis does not start at zero",
        "vacancies": "Vacancies",
        "vacancies_unit": "posts open in the month",
        "curve_alt": "{title}, {unit}. Now {last}; at the start {first}.",
        "curve_alt_target": " The target is {target}.",
        "curve_none": "{title}. No month has been simulated yet.",
        "curve_wait": "Begin with “Play” or “One month”",
        "target": "The report's target: {target}",
        "marks": "▼ on the curves: a change of the quota.",
        "changes": "Changes made",
        "changes_none": "None: the quota of the labour code holds, {quota}.",
        "change": "From {date}: {quota}",
        "refused": "That could not be done: {why}",
        "trouble": "Something failed, and not through your fault. Reset the simulation; if it "
        "happens again, give this number to whoever maintains the program: {number}.",
        "again": "Try again",
        "about": "What it is and how to use it",
        "what": "What is it",
        "what_text": "A model of Panama's cluster of information technology: its firms, workers, "
        "universities, customers and rules. Every month firms hire, sell, pay, begin and close. "
        "Nothing that you see is fixed beforehand: it results from what all of them do.",
        "how": "How to use it",
        "how_steps": "Press “Play”, or “One month” to go step by step.|Move the quota of foreign "
        "workers. The change holds from the next month on and is kept in the list of changes.|To "
        "compare, reset with the same seed and try another quota: the luck of the firms is the "
        "same.|Another seed is another possible world.",
        "notice": "Things to notice",
        "notice_text": "The report asks for 25,000 workers in five years. The quota on this page "
        "limits ordinary staff (10 % in the labour code); specialised staff have a limit of their "
        "own (15 %), which does not change here. SMEs in the City of Knowledge and headquarters of "
        "multinationals are exempt.",
        "caution": "One run is one possible world, not a forecast. To measure what a policy does, "
        "compare many: cluster-abm demo.",
    },
}


def say(key: str, lang: str, **values: object) -> str:
    """A text of the page in a language, with its values filled in.

    >>> say("change", "es", date="mayo de 2010", quota="30 %")
    'Desde mayo de 2010: 30 %'
    """
    return WORDS[lang][key].format_map(values)


def name_month(month: int, lang: str) -> str:
    """Name a month; month 0 is January 2009.

    >>> name_month(0, "es"), name_month(13, "en")
    ('enero de 2009', 'February 2010')
    """
    year, rest = divmod(month, MONTHS_PER_YEAR)
    between = " de " if lang == "es" else " "
    return f"{MONTHS[lang][rest]}{between}{FIRST_YEAR + year}"


def name_moment(month: int, lang: str) -> str:
    """Name the moment after so many months.

    >>> name_moment(0, "es"), name_moment(1, "en")
    ('Inicio de enero de 2009', 'End of January 2009')
    """
    if month:
        return say("date_end", lang, date=name_month(month - 1, lang))
    return say("date_start", lang, date=name_month(month, lang))


def count(value: float) -> str:
    """Write a number as Panama does, in both languages.

    >>> count(11595.4)
    '11,595'
    """
    return f"{value:,.0f}"


def percent(share: float) -> str:
    """Write a share.

    >>> percent(0.125), percent(1)
    ('12.5 %', '100 %')
    """
    return f"{100 * share:.4g} %"


def preferred(environment: Mapping[str, str], accepted: str = "") -> str:
    """The language to begin in: of the setting, of the browser, or of the machine.

    Args:
        environment: Environment variables.
        accepted: What the browser accepts, its header ``Accept-Language``.

    >>> preferred({}, "es-PA,es;q=0.9,en;q=0.8"), preferred({}, "de, en;q=0.5, es;q=0.7")
    ('es', 'es')
    >>> preferred({"CLUSTER_ABM_LANG": "en"}, "es"), preferred({"LANG": "es_PA.UTF-8"})
    ('en', 'es')
    """
    wishes = [environment.get("CLUSTER_ABM_LANG", ""), *_by_weight(accepted)]
    spoken = (wish.strip()[:2].lower() for wish in wishes)
    return next((lang for lang in spoken if lang in LANGUAGES), language(environment))


def _by_weight(accepted: str) -> list[str]:
    """Languages of the header, the most wanted first."""
    parts = [part.partition(";") for part in accepted.split(",")]
    return [name for name, _, weight in sorted(parts, key=lambda part: -_weight(part[2]))]


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=")) if text.strip() else 1.0
    except ValueError:
        return 0.0
