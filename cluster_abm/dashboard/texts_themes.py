"""Names of the themes of the model, and of the policies at hand: English, Spanish."""

WORDS = {
    "theme_world": ("The world outside", "El mundo exterior"),
    "theme_production": ("Work and money of firms", "Trabajo y dinero de las empresas"),
    "theme_labour": ("Jobs and pay", "Empleo y salarios"),
    "theme_education": ("Education", "Educación"),
    "theme_migration": ("Foreign workers", "Trabajadores extranjeros"),
    "theme_zones": ("Zones and incubator", "Zonas e incubadora"),
    "theme_investment": ("Multinationals", "Multinacionales"),
    "theme_demand": ("Customers and procurement", "Clientes y compras públicas"),
    "theme_knowledge": ("Research and knowledge", "Investigación y conocimiento"),
    "theme_collaboration": ("Alliances of firms", "Alianzas entre empresas"),
    "theme_facilitation": ("The facilitator", "El facilitador"),
    "theme_capital": ("Bank credit and grants", "Crédito bancario y subvenciones"),
    "theme_incentives": ("Incentives for research", "Incentivos a la investigación"),
    "theme_venture": ("Angels and venture capital", "Ángeles y capital de riesgo"),
    "theme_enterprise": ("New firms", "Empresas nuevas"),
    "theme_governance": ("State, taxes and politics", "Estado, impuestos y política"),
    "theme_lifecycle": ("Stage of the cluster", "Etapa del clúster"),
    "preset_facilitator": ("Facilitator, US$ 4 m a year", "Facilitador, US$ 4 m al año"),
    "question_facilitator": (
        "What if a cluster facilitation group is given US$ 4 million of public money a year from "
        "2010 on?",
        "¿Y si un grupo facilitador del clúster recibiera US$ 4 millones de dinero público al año "
        "desde 2010?",
    ),
    "preset_scholarships": ("240 scholarships a year", "240 becas al año"),
    "question_scholarships": (
        "What if scholarships abroad rise from 35 to 240 a year within two years, in this field "
        "as in all others?",
        "¿Y si las becas al extranjero subieran de 35 a 240 al año en dos años, en este campo como "
        "en todos?",
    ),
    "preset_grants-mentored": ("More grants, with mentors", "Más subvenciones, con mentores"),
    "question_grants-mentored": (
        "What if the bar for grants falls to one applicant in twenty-five, there is money for "
        "them, and mentors help applicants for 5,000 hours a year?",
        "¿Y si el umbral de las subvenciones bajara a uno de cada veinticinco solicitantes, "
        "hubiera dinero para ellas y mentores ayudaran 5,000 horas al año?",
    ),
    "preset_receivables": ("Loans on bills", "Préstamos sobre facturas"),
    "question_receivables": (
        "What if banks lend against half of the bills that customers have yet to pay?",
        "¿Y si los bancos prestaran sobre la mitad de las facturas que los clientes aún deben?",
    ),
    "preset_venture-setting": ("A setting for venture capital", "Un entorno de capital de riesgo"),
    "question_venture-setting": (
        "What if half a million a year of public money goes into venture funds, and a junior "
        "exchange lets them sell their stakes?",
        "¿Y si medio millón al año de dinero público fuera a fondos de capital de riesgo, y una "
        "bolsa junior les permitiera vender sus participaciones?",
    ),
    "preset_city": ("Room in the City of Knowledge", "Espacio en la Ciudad del Saber"),
    "question_city": (
        "What if the City of Knowledge gets 100 more places, and 30 of its young firms an "
        "incubator?",
        "¿Y si la Ciudad del Saber tuviera 100 cupos más, y 30 de sus empresas jóvenes una "
        "incubadora?",
    ),
    "preset_relief-for-research": ("Tax relief for research", "Alivio fiscal por investigar"),
    "question_relief-for-research": (
        "What if tenants of a zone must earn half of its tax exemption by research?",
        "¿Y si los inquilinos de una zona tuvieran que ganarse investigando la mitad de su "
        "exención de impuestos?",
    ),
    "preset_one-window": ("One window for investors", "Ventanilla única para inversionistas"),
    "question_one-window": (
        "What if one window for investors is given US$ 1 million a year?",
        "¿Y si una ventanilla única para inversionistas recibiera US$ 1 millón al año?",
    ),
    "preset_quota-30": ("Quota of foreigners, 30 %", "Cuota de extranjeros, 30 %"),
    "preset_lower-bar": ("A lower bar for grants", "Un umbral más bajo para subvenciones"),
    "preset_mentors-value": ("Mentors who improve projects", "Mentores que mejoran proyectos"),
    "preset_mentors-presentation": ("Mentors who improve presentations",
                                    "Mentores que mejoran presentaciones"),
    "preset_seats-160": ("1.6 times as many seats", "1.6 veces más cupos de estudio"),
    "preset_seats-5m": ("More seats, up to US$ 5 m", "Más cupos de estudio, hasta US$ 5 m"),
    "preset_prefer-little": ("A little preference for local bids",
                             "Poca preferencia por ofertas locales"),
    "preset_prefer-strong": ("A strong preference for local bids",
                             "Mucha preferencia por ofertas locales"),
    "preset_decree": ("A programme by decree", "Un programa por decreto"),
    "preset_regulation": ("A programme by regulation", "Un programa por reglamento"),
    "preset_law": ("A programme by law", "Un programa por ley"),
    "preset_for-sure": ("A programme that nobody can end", "Un programa que nadie puede terminar"),
    "preset_bills": ("Loans on half of the bills", "Préstamos sobre la mitad de las facturas"),
    "preset_guarantees": ("Guarantees of loans", "Garantías de préstamos"),
    "preset_tax-credit": ("Tax credit for research", "Crédito fiscal a la investigación"),
    "preset_venture": ("A seed fund and a junior exchange", "Un fondo semilla y una bolsa junior"),
    "preset_levy": ("Research paid by the levy", "Investigación pagada por la tasa"),
    "preset_open": ("Founding at a quarter of the cost", "Fundar a un cuarto del costo"),
    "preset_narrow": ("Founding at four times the cost", "Fundar a cuatro veces el costo"),
    "preset_shut": ("Founding at twelve times the cost", "Fundar a doce veces el costo"),
    "question_quota-30": (
        "What if firms may fill three times as many posts from abroad, for five years?",
        "¿Y si las empresas pudieran cubrir desde el extranjero el triple de puestos, durante "
        "cinco años?",
    ),
    "question_lower-bar": (
        "What if the bar falls so that one applicant of 2009 in twenty-five would pass?",
        "¿Y si el umbral bajara de modo que pasara uno de cada veinticinco solicitantes de 2009?",
    ),
    "question_mentors-value": (
        "What if mentors help 250 applicants a year to make their project better?",
        "¿Y si mentores ayudaran a 250 solicitantes al año a mejorar su proyecto?",
    ),
    "question_mentors-presentation": (
        "What if mentors help 250 applicants a year to present their project better?",
        "¿Y si mentores ayudaran a 250 solicitantes al año a presentar mejor su proyecto?",
    ),
    "question_decree": (
        "What if it rests on a decree of the president?",
        "¿Y si un programa de investigación y becas se apoyara en un decreto del presidente?",
    ),
    "question_regulation": (
        "What if it rests on a regulation?",
        "¿Y si un programa de investigación y becas se apoyara en un reglamento?",
    ),
    "question_law": (
        "What if it rests on a law?",
        "¿Y si un programa de investigación y becas se apoyara en una ley?",
    ),
    "question_for-sure": (
        "What if nobody could end it, and everybody knew?",
        "¿Y si nadie pudiera terminar el programa de investigación y becas, y todos lo supieran?",
    ),
    "question_bills": (
        "What if banks lend against half of the bills that customers have yet to pay?",
        "¿Y si los bancos prestaran sobre la mitad de las facturas que los clientes aún deben?",
    ),
    "question_guarantees": (
        "What if the development bank guarantees loans of two months of labour cost?",
        "¿Y si el banco de desarrollo garantizara préstamos de dos meses de costo laboral?",
    ),
    "question_tax-credit": (
        "What if 12 % of research comes off the profit tax, or is paid out?",
        "¿Y si el 12 % de la investigación se descontara del impuesto, o se pagara?",
    ),
    "question_venture": (
        "What if a public seed fund brings half a million a year into venture funds, and a junior "
        "exchange opens?",
        "¿Y si un fondo semilla público aportara medio millón al año a fondos de capital de "
        "riesgo, y se abriera una bolsa junior?",
    ),
    "question_levy": (
        "What if the communications fund pays half a million a year towards research?",
        "¿Y si el fondo de comunicaciones pagara medio millón al año para investigar?",
    ),
}  # fmt: skip
