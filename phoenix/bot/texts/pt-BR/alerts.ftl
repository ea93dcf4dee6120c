alerts-heading = 🔔 <b>Alertas</b>

    { $n ->
        [0] Você ainda não segue nenhum time ou liga. Toque em “Seguir” para começar.
        [one] Você segue 1 time ou liga. Toque nele para parar.
       *[other] Você segue { $n } times e ligas. Toque em um para parar.
    }
    O resumo do dia chega às <b>{ $hour }</b>, quando há jogo.

    🔔 com som · 🔕 sem som · ✖ desligado
alerts-add = ➕ Seguir time ou liga
alerts-how =
    ➕ Escreva <code>/alertas</code> e o nome de um time ou de uma liga:
    <code>/alertas flamengo</code>
    <code>/alertas brasileirão</code>
alerts-found = 🔎 O que você quer seguir? Resultados para “{ $name }”:
alerts-not-found = 🔎 Não encontrei time nem liga com “{ $name }”. Tente outro nome.
alerts-follow = 🔔 Seguir
alerts-match = 🔔 <b>{ $home } x { $away }</b>
    Toque no que você quer seguir:
alerts-following = Seguindo { $name } ✓
alerts-stopped = Você não segue mais.
alerts-many = Você pode seguir até { $n }. Pare de seguir um antes.
alerts-kept = Guardado ✓
alerts-back = ‹ Alertas
alerts-hour = 🕘 Resumo às { $hour }
alerts-hour-which = 🕘 A que horas você quer o resumo do dia?
alerts-digest = { $mode ->
        [on] 🔔
        [silent] 🔕
       *[off] ✖
    } Resumo do dia
