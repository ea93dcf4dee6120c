matches-heading = 📅 <b>{ $day }</b>
    { $matches ->
        [one] 1 partido
       *[other] { $matches } partidos
    } en { $leagues ->
        [one] 1 liga
       *[other] { $leagues } ligas
    }
matches-country = { $flag } <b>{ $country }</b>
matches-league-line = { $league } · { $n ->
        [one] 1 partido
       *[other] { $n } partidos
    }{ $times }
matches-choose-league = Elige una liga 👇
matches-league = { $flag } { $league } · { $n }
matches-league-heading = { $flag } <b>{ $league }</b> · { $country }
    📅 { $day } · { $n ->
        [one] 1 partido
       *[other] { $n } partidos
    }
    🕒 Hora de { $city }
matches-simulated = <i>Fútbol simulado: estos equipos y partidos no existen.</i>
matches-choose-match = Toca un partido para ver el análisis 👇
matches-none = 📅 <b>{ $day }</b>

    No hay partidos este día en las ligas que conozco.
matches-leagues-heading = 🏆 <b>Ligas con partidos hoy</b>
    { $day } · { $n ->
        [one] 1 liga
       *[other] { $n } ligas
    }
matches-no-such-league = Ninguna liga con partidos hoy se llama «{ $typed }». 🤔
matches-no-leagues = 🏆 Hoy no hay partidos en las ligas que conozco. ¿Vemos otro día?
matches-other-days = 📅 Ver otros días
matches-day-before = ◀ { $day }
matches-day-after = { $day } ▶
matches-today = Hoy
matches-back-to-day = ◀ Ligas del día
matches-page-before = ◀ Anteriores
matches-page-after = Siguientes ({ $page } de { $pages }) ▶
matches-button = { $when } · { $home } x { $away }
matches-button-score = { $when } · { $home } { $scored } - { $conceded } { $away }
matches-no-time = por definir
