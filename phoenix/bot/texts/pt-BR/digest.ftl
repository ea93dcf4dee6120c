digest-heading = ☀️ <b>Seus jogos de { $day }</b> · { $n ->
        [one] 1 jogo
       *[other] { $n } jogos
    }
digest-line = { $when } · <b>{ $home } x { $away }</b>
digest-tendency = 💎 { $tendency } · { $probability }
digest-more = { $n ->
        [one] E mais 1 jogo em /jogos.
       *[other] E mais { $n } jogos em /jogos.
    }
digest-match = { $home } x { $away }
