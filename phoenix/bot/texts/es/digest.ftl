digest-heading = ☀️ <b>Tus partidos del { $day }</b> · { $n ->
        [one] 1 partido
       *[other] { $n } partidos
    }
digest-line = { $when } · <b>{ $home } x { $away }</b>
digest-tendency = 💎 { $tendency } · { $probability }
digest-more = { $n ->
        [one] Y 1 partido más en /partidos.
       *[other] Y { $n } partidos más en /partidos.
    }
digest-match = { $home } x { $away }
