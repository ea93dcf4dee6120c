markets-heading = { $sign } <b>{ $market ->
        [goals] Goles
        [team_goals] Goles por equipo
        [first_half] 1.er tiempo
        [corners] Córners
        [both_score] Ambos marcan
        [result] Resultado
        [handicap] Hándicap
        [cards] Tarjetas
       *[shots] Remates
    }: las mejores tendencias</b>
    { $day } · confianza mínima { $minimum }
markets-line = { $n }. <b>{ $home } x { $away }</b> · { $time }
    { $tendency } · confianza <b>{ $confidence }</b>
markets-uncalibrated = <i>La confianza aún no está calibrada: es la probabilidad estimada, de 0 a 10.</i>
markets-made-so-far = <i>Análisis listos: { $there } de { $matches }. La lista todavía puede crecer.</i>
markets-being-made = Los análisis todavía se están haciendo: { $there } de { $matches } { $there ->
        [one] listo
       *[other] listos
    }. Vuelve dentro de un momento.
markets-not-yet = Los análisis de este día empiezan la víspera. Para ver un partido ahora, escribe el nombre de uno de los equipos.
markets-none-sure = { $matches ->
        [one] El partido del día ya fue analizado, pero ninguna tendencia alcanza
       *[other] Los { $matches } partidos del día ya fueron analizados, pero ninguna tendencia alcanza
    } tu confianza mínima de { $minimum }. Mejor callar que adivinar.

    Para ver más, baja la confianza mínima en /ajustes.
markets-no-match-today = Hoy no quedan partidos en las ligas que sigo.
markets-no-match = No quedan partidos por jugar el { $day } en las ligas que sigo.
markets-no-time = hora por definir
markets-match = { $home } x { $away }
markets-previous = ◀ { $n } anteriores
markets-next = { $n ->
        [one] Ver el siguiente
       *[other] Ver los { $n } siguientes
    } ▶
markets-today = Hoy
markets-next-day = Ver { $day }
markets-again = 🔄 Actualizar
