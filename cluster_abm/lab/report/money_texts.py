"""What the report says of gains and of money, in English and in Spanish."""

from __future__ import annotations

MONEY: dict[str, tuple[str, str]] = {
    "group_residents": (
        "Residents",
        "Residentes",
    ),
    "group_foreigners": (
        "Foreigners",
        "Extranjeros",
    ),
    "group_local_firms": (
        "Local firms",
        "Empresas locales",
    ),
    "group_multinationals": (
        "Multinationals",
        "Multinacionales",
    ),
    "group_skills": (
        "Skill classes",
        "Niveles de calificación",
    ),
    "group_zones": (
        "Zones",
        "Zonas",
    ),
    "group_public_purse": (
        "Public purse",
        "Erario",
    ),
    "staff_elsewhere": (
        "Staff of firms outside the City of Knowledge",
        "Personal de empresas fuera de la Ciudad del Saber",
    ),
    "clear": (
        "clear",
        "claro",
    ),
    "gains_note": (
        "A row is clear if so large a difference, in any row of this table, would come by "
        "chance in fewer than 5 of 100 experiments. Other rows may be read as hints at most.",
        "Una fila es clara si una diferencia tan grande, en cualquier fila de esta tabla, "
        "saldría por azar en menos de 5 de cada 100 experimentos. Las demás son, a lo sumo, "
        "indicios.",
    ),
    "treated_all": (
        "Treated are the firms of the narrow cluster; untreated are the other contact centres; "
        "outside are residents at work in other sectors.",
        "Tratadas son las empresas del clúster en sentido estricto; no tratados, los demás "
        "centros de contacto; fuera quedan los residentes que trabajan en otros sectores.",
    ),
    "treated_some": (
        "Treated are the firms of the kinds that the policy names; untreated are the other "
        "firms of the wide cluster; outside are residents at work in other sectors.",
        "Tratadas son las empresas de los tipos que la política nombra; no tratadas, las demás "
        "del clúster amplio; fuera quedan los residentes que trabajan en otros sectores.",
    ),
    "net_sentence": (
        "Net of all corrections the policy brings residents {net} jobs on average over its "
        "months (95 % interval {low} to {high}), {end} at the end of the run ({end_low} to "
        "{end_high}), and {years} discounted job-years over the whole run ({years_low} to "
        "{years_high}).",
        "Con todas las correcciones, la política da a los residentes {net} empleos en promedio "
        "en sus meses (intervalo del 95 % de {low} a {high}), {end} al final de la corrida (de "
        "{end_low} a {end_high}) y {years} años-empleo descontados en toda la corrida (de "
        "{years_low} a {years_high}).",
    ),
    "bridge": (
        "From gross to net jobs, {policy}",
        "De empleos brutos a netos, {policy}",
    ),
    "step": (
        "Step",
        "Paso",
    ),
    "jobs_mean": (
        "Jobs, mean of the policy months",
        "Empleos, media de los meses de la política",
    ),
    "gross": (
        "Gross: jobs in treated firms under the policy",
        "Brutos: empleos en empresas tratadas bajo la política",
    ),
    "deadweight": (
        "Deadweight: what would be there anyway",
        "Peso muerto: lo que habría de todos modos",
    ),
    "displacement": (
        "Displacement: what untreated firms lose",
        "Desplazamiento: lo que pierden las no tratadas",
    ),
    "leakage": (
        "Leakage: what goes to people who are not residents",
        "Fuga: lo que va a personas no residentes",
    ),
    "substitution": (
        "Substitution: work in other sectors that is left undone",
        "Sustitución: trabajo en otros sectores que deja de hacerse",
    ),
    "net": (
        "Net: jobs that residents have more",
        "Netos: empleos que los residentes tienen de más",
    ),
    "bridge_note": (
        "The total is exact, because each world has a twin without the policy. The steps "
        "overlap, so each is its mean over every order of subtraction (Shapley). A minus sign "
        "before a step that is itself negative means that something is added.",
        "El total es exacto, porque cada mundo tiene un gemelo sin la política. Los pasos se "
        "traslapan, así que cada uno es su media en todos los órdenes de resta (Shapley). Un "
        "paso negativo que se resta significa que algo se suma.",
    ),
    "account": (
        "What residents gain over the run, {policy}",
        "Lo que ganan los residentes en la corrida, {policy}",
    ),
    "part": (
        "Part",
        "Parte",
    ),
    "us_dollars": (
        "US$ of 2009, discounted",
        "US$ de 2009, descontados",
    ),
    "pay_gain_residents": (
        "Labour cost of residents above what their work costs elsewhere",
        "Costo laboral de residentes por encima de lo que cuesta su trabajo en otra parte",
    ),
    "training_gain_residents": (
        "What training adds to the worth of residents' work elsewhere",
        "Lo que la formación añade al valor del trabajo de residentes en otra parte",
    ),
    "profit_smes": (
        "Profit of local firms",
        "Ganancia de las empresas locales",
    ),
    "levies_on_foreigners": (
        "Taxes and contributions on the pay of foreigners",
        "Impuestos y cuotas sobre el salario de extranjeros",
    ),
    "profit_tax_of_others": (
        "Profit tax of multinationals and contact centres",
        "Impuesto sobre la ganancia de multinacionales y centros de contacto",
    ),
    "profit_leaving": (
        "Profit of owners abroad",
        "Ganancia de dueños en el exterior",
    ),
    "pleading_of_groups": (
        "Pleading of groups without a firm",
        "Gestiones de grupos sin empresa",
    ),
    "public_spending": (
        "Public spending",
        "Gasto público",
    ),
    "cost_of_funds": (
        "Loss that raising this money causes",
        "Pérdida que causa reunir ese dinero",
    ),
    "total": (
        "Total",
        "Total",
    ),
    "permit_cost": (
        "of which offices",
        "de ello, oficinas",
    ),
    "education_paid": (
        "of which education and scholarships",
        "de ello, educación y becas",
    ),
    "public_transfers": (
        "of which handed to firms",
        "de ello, entregado a empresas",
    ),
    "zones_paid": (
        "of which zones",
        "de ello, zonas",
    ),
    "investors_paid": (
        "of which investors",
        "de ello, inversionistas",
    ),
    "applicants_paid": (
        "of which help for applicants",
        "de ello, ayuda a solicitantes",
    ),
    "levy_seats_paid": (
        "of which seats paid by the levy",
        "de ello, cupos que paga la tasa de comunicaciones",
    ),
    "anchors_paid": (
        "of which orders of lead users",
        "de ello, pedidos de usuarios líderes",
    ),
    "export_offset_paid": (
        "of which the way into markets abroad",
        "de ello, la entrada a mercados externos",
    ),
    "specialists_paid": (
        "of which specialists in markets abroad",
        "de ello, especialistas en mercados externos",
    ),
    "brand_paid": (
        "of which the name of local firms abroad",
        "de ello, el nombre de las empresas locales en el exterior",
    ),
    "agreements_paid": (
        "of which trade agreements",
        "de ello, tratados comerciales",
    ),
    "facilitation_paid": (
        "of which facilitator and screen of initiatives",
        "de ello, facilitador y examen de iniciativas",
    ),
    "reforms_paid": (
        "of which founding, permits, a junior exchange and offices for ideas",
        "de ello, fundación, permisos, una bolsa de nuevas empresas y oficinas de ideas",
    ),
    "value_forgone": (
        "of which value forgone for local bidders",
        "de ello, valor perdido por preferir a postores locales",
    ),
    "tax_forgone": (
        "of which tax forgone",
        "de ello, impuesto perdonado",
    ),
    "account_note": (
        "Later years count less, by {rate} % a year (assumption). Tax left to local firms is"
        " their profit; what raising it elsewhere loses is counted. What migrants gain is not "
        "counted, nor profit that leaves the country. Spending that the policy does not change has "
        "no row.",
        "Los años posteriores cuentan menos, un {rate} % al año (supuesto). El impuesto que queda "
        "en empresas locales es ganancia suya; se cuenta lo que se pierde al reunirlo en otra "
        "parte. No se cuenta lo que ganan los migrantes ni la ganancia que sale del país. El gasto "
        "que la política no cambia no tiene fila.",
    ),
    "cost_per_job_year": (
        "Public cost of a net job-year",
        "Costo público de un año-empleo neto",
    ),
    "cost_per_export": (
        "Public cost of a dollar more of service exports",
        "Costo público de un dólar más de exportación de servicios",
    ),
    "gain_per_cost": (
        "Gain of residents for a dollar of public cost",
        "Ganancia de los residentes por dólar de costo público",
    ),
    "ratio_interval": (
        "{what}: US$ {ratio}, 95 % interval {low} to {high}.",
        "{what}: US$ {ratio}, intervalo del 95 % de {low} a {high}.",
    ),
    "ratio_beside": (
        "{what}: there is no interval, because the runs cannot tell {by} from zero. They only rule "
        "out what lies between US$ {low} and {high}; anything below or above may be true.",
        "{what}: no hay intervalo, porque las corridas no distinguen {by} de cero. Solo descartan "
        "lo que está entre US$ {low} y {high}; todo lo menor o mayor puede ser cierto.",
    ),
    "ratio_any": (
        "{what}: nothing can be said, because the runs cannot tell {by} from zero; no value is "
        "ruled out.",
        "{what}: no se puede decir nada, porque las corridas no distinguen {by} de cero; ningún "
        "valor queda descartado.",
    ),
    "by_cost_per_job_year": ("the net job-years", "los años-empleo netos"),
    "by_cost_per_export": ("the change of exports", "el cambio de las exportaciones"),
    "by_gain_per_cost": ("the public cost", "el costo público"),
    "ratio_undefined": (
        "{what}: not defined, because there is only one pair or nothing to divide by.",
        "{what}: no está definido, porque no hay entre qué dividir o hay un solo par.",
    ),
    "acceptable": (
        "If a net job-year is worth US$ {worth} to the public, the policy is worth its cost "
        "with a probability of {chance} %.",
        "Si un año-empleo neto vale US$ {worth} para el público, la política vale su costo con "
        "una probabilidad de {chance} %.",
    ),
    "acceptability": (
        "How probable it is that {policy} is worth its cost",
        "Cuán probable es que {policy} valga su costo",
    ),
    "worth": (
        "Worth of a net job-year, US$",
        "Valor de un año-empleo neto, US$",
    ),
    "chance": (
        "Probability",
        "Probabilidad",
    ),
    "no_value": (
        "This experiment did not keep what value for money needs.",
        "Este experimento no guardó lo que hace falta para el valor por el dinero.",
    ),
}
"""Every text by its name: English, Spanish."""
