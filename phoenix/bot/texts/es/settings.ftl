settings-heading =
    ⚙️ <b>Ajustes</b>

    Idioma: <b>{ $spoken }</b>
    Zona horaria: <b>{ $zone }</b> (ahora { $time })
    Confianza mínima: <b>{ $confidence }</b>
    Análisis: <b>{ $picture ->
        [on] con imagen
       *[other] solo texto
    }</b>
    Mercados favoritos: <b>{ $markets }</b>
    Ligas favoritas: <b>{ $leagues }</b>
settings-language = 🌐 Idioma
settings-language-which = 🌐 ¿En qué idioma hablamos?
settings-zone = 🕐 Zona horaria
settings-zone-which =
    🕐 ¿En qué zona horaria estás?
    Si la tuya no está aquí, escribe la ciudad: <code>/ajustes zona madrid</code>
settings-zone-several = 🕐 “{ $name }” puede ser más de una zona. ¿Cuál es la tuya?
settings-zone-unknown =
    🕐 No conozco “{ $name }”. Prueba con una ciudad más grande de la misma zona:
    <code>/ajustes zona madrid</code> o <code>/ajustes zona Europe/Madrid</code>
settings-confidence = 🎚 Confianza
settings-confidence-which =
    🎚 ¿Desde qué confianza aparece una tendencia en las listas y apuestas sugeridas?

    Cuanto más alta, menos tendencias y más aciertos.
settings-picture = { $picture ->
        [on] 📝 Solo texto
       *[other] 🖼 Con imagen
    }
settings-markets = ⭐ Mercados
settings-markets-which = ⭐ ¿Qué mercados van primero en el menú?
settings-leagues = ⭐ Ligas
settings-leagues-which = ⭐ ¿Qué ligas van primero?
settings-leagues-none = Ninguna liga juega estos días.
settings-leagues-many = Puede haber { $n } ligas favoritas. Quita una antes.
settings-data = 🔐 Mis datos
settings-back = ‹ Ajustes
settings-kept = Guardado ✓
settings-admins-only = En este grupo solo los administradores cambian los ajustes. Pídeselo a uno de ellos, por favor.
