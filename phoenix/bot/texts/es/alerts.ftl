alerts-heading = 🔔 <b>Alertas</b>

    { $n ->
        [0] Aún no sigues ningún equipo ni liga. Toca “Seguir” para empezar.
        [one] Sigues 1 equipo o liga. Tócalo para dejar de seguirlo.
       *[other] Sigues { $n } equipos y ligas. Toca uno para dejar de seguirlo.
    }
    El resumen del día llega a las <b>{ $hour }</b>, cuando hay partido.

    🔔 con sonido · 🔕 sin sonido · ✖ apagado
alerts-add = ➕ Seguir equipo o liga
alerts-how =
    ➕ Escribe <code>/alertas</code> y el nombre de un equipo o de una liga:
    <code>/alertas boca</code>
    <code>/alertas la liga</code>
alerts-found = 🔎 ¿Qué quieres seguir? Resultados para “{ $name }”:
alerts-not-found = 🔎 No encontré equipo ni liga con “{ $name }”. Prueba otro nombre.
alerts-follow = 🔔 Seguir
alerts-match = 🔔 <b>{ $home } x { $away }</b>
    Toca lo que quieres seguir:
alerts-following = Sigues a { $name } ✓
alerts-stopped = Ya no lo sigues.
alerts-many = Puedes seguir { $n } como máximo. Deja de seguir uno antes.
alerts-kept = Guardado ✓
alerts-back = ‹ Alertas
alerts-hour = 🕘 Resumen a las { $hour }
alerts-hour-which = 🕘 ¿A qué hora quieres el resumen del día?
alerts-digest = { $mode ->
        [on] 🔔
        [silent] 🔕
       *[off] ✖
    } Resumen del día
