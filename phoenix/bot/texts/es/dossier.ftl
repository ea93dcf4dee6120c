dossier-when-day = { $day } · hora por confirmar
dossier-competition = { $competition } · { $season }
dossier-versus = { $home } x { $away }
dossier-heading-main = Tendencia principal
dossier-heading-others = Otras tendencias
dossier-heading-why = Por qué
dossier-heading-form = Últimos resultados
dossier-heading-meetings = Cara a cara
dossier-heading-cautions = Avisos
dossier-confidence = Confianza <b>{ $confidence }/10</b>{ $calibrated ->
        [yes] {""}
       *[no] {" "}(sin calibrar)
    } · probabilidad { $probability }, en la liga { $base }
dossier-fair-price = Cuota justa { $fair }
dossier-offered-price = Cuota justa { $fair } · ofrecida <b>{ $offered }</b> ({ $bookmaker })
dossier-other-confidence = { $tendency } · <b>{ $confidence }</b>
dossier-no-main = Ninguna tendencia alcanza tu confianza mínima de { $minimum }. Mejor callar que adivinar.
dossier-no-main-hint = Para ver más, baja la confianza mínima en /configuracoes.
dossier-play-responsibly = <i>Apuesta solo si quieres, y solo lo que puedes perder. 18+</i>
dossier-mean = media: { $mean }
dossier-card-note = { $probability } · liga { $base }{ $calibrated ->
        [yes] {""}
       *[no] {" "}· sin calibrar
    }
dossier-result = { $result ->
        [W] V
        [D] E
       *[L] D
    }

dossier-goals = ⚽ Goles
dossier-corners = 🚩 Córners
dossier-cards = 🟨 Tarjetas
dossier-shots = 🎯 Remates
dossier-winner = 🏆 Resultado
dossier-both = 🤝 Ambos marcan
dossier-handicap = ⚖️ Hándicap
dossier-evidence = 📊 Evidencias
dossier-squad = 📋 Plantillas
dossier-voices = 🗣 Quién opinó
dossier-back = ‹ Volver
dossier-renew = 🔄 Actualizar
dossier-share = 📤 Compartir
dossier-wrong = ⚠️ Algo está mal
dossier-menu = ☰ Menú

dossier-section-heading = <b>{ $section }</b>
    { $home } x { $away }
dossier-expected = Esperado: { $home } <b>{ $home_mean }</b> x <b>{ $away_mean }</b> { $away }
dossier-quantity = <b>{ $quantity ->
        [goals] Todo el partido
        [first_half_goals] 1.er tiempo
        [corners] Todo el partido
        [first_half_corners] 1.er tiempo
        [cards] Todo el partido
        [shots] Remates
       *[shots_on_target] A puerta
    }</b>
dossier-chance = { $reading }: <b>{ $probability }</b> (liga { $base }) · cuota justa { $fair }
dossier-chance-offered = { $reading }: <b>{ $probability }</b> (liga { $base }) · cuota justa { $fair }, ofrecida <b>{ $offered }</b> ({ $bookmaker })
dossier-over = Más de { $line }
dossier-over-of = { $team }: más de { $line }
dossier-home-wins = Gana { $home }
dossier-draw = Empate
dossier-away-wins = Gana { $away }
dossier-home-or-draw = { $home } o empate
dossier-home-or-away = { $home } o { $away }
dossier-draw-or-away = { $away } o empate
dossier-yes = Ambos marcan: sí
dossier-no = Ambos marcan: no
dossier-with-handicap = { $team } { $line }
dossier-evidence-of = { $tendency }: { $hits } de { $n }

dossier-progress = ⏳ <b>{ $home } x { $away }</b>
    { $doing }
dossier-progress-unnamed = ⏳ { $doing }
dossier-doing-waiting = Enseguida lo analizo…
dossier-doing-fixture = Buscando el partido…
dossier-doing-data = Reuniendo los datos…
dossier-doing-data-percent = Datos: { $percent } %
dossier-doing-specialists = Especialistas escuchados: { $heard } de { $asked }
dossier-doing-pool = Reuniendo las opiniones…

dossier-failed = No pude hacer este análisis ahora. Por favor, inténtalo de nuevo en unos minutos.
dossier-unknown-gone = Este partido ya no está en el calendario.
dossier-unknown-team = No encontré ningún equipo llamado { $name }.
dossier-unknown-ambiguous = { $name } puede ser más de un equipo. ¿Cuál?
dossier-unknown-match = No encontré nada sobre { $home } x { $away }: no juegan la misma competición, o aún no hay partidos conocidos.
dossier-did-you-mean = Quizás querías decir:
dossier-again = 🔄 Intentar de nuevo
dossier-gone = Este análisis ya fue archivado. Pide el partido otra vez: es solo un momento.
dossier-thanks = ¡Gracias! Vamos a revisar este análisis.
