matches-heading = 📅 <b>{ $day }</b>
    { $matches ->
        [one] 1 jogo
       *[other] { $matches } jogos
    } em { $leagues ->
        [one] 1 liga
       *[other] { $leagues } ligas
    }
matches-country = { $flag } <b>{ $country }</b>
matches-league-line = { $league } · { $n ->
        [one] 1 jogo
       *[other] { $n } jogos
    }{ $times }
matches-choose-league = Escolha uma liga 👇
matches-league = { $flag } { $league } · { $n }
matches-league-heading = { $flag } <b>{ $league }</b> · { $country }
    📅 { $day } · { $n ->
        [one] 1 jogo
       *[other] { $n } jogos
    }
    🕒 Horário de { $city }
matches-simulated = <i>Futebol simulado: estes times e jogos não existem.</i>
matches-choose-match = Toque em um jogo para ver a análise 👇
matches-none = 📅 <b>{ $day }</b>

    Nenhum jogo neste dia nas ligas que conheço.
matches-leagues-heading = 🏆 <b>Ligas com jogos hoje</b>
    { $day } · { $n ->
        [one] 1 liga
       *[other] { $n } ligas
    }
matches-no-such-league = Nenhuma liga com jogos hoje se chama «{ $typed }». 🤔
matches-no-leagues = 🏆 Hoje não há jogos nas ligas que conheço. Que tal ver outro dia?
matches-other-days = 📅 Ver outros dias
matches-day-before = ◀ { $day }
matches-day-after = { $day } ▶
matches-today = Hoje
matches-back-to-day = ◀ Ligas do dia
matches-page-before = ◀ Anteriores
matches-page-after = Próximas ({ $page } de { $pages }) ▶
matches-button = { $when } · { $home } x { $away }
matches-button-score = { $when } · { $home } { $scored } x { $conceded } { $away }
matches-no-time = a definir
