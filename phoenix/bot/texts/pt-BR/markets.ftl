markets-heading = { $sign } <b>{ $market ->
        [goals] Gols
        [team_goals] Gols por time
        [first_half] 1º tempo
        [corners] Escanteios
        [both_score] Ambas marcam
        [result] Resultado
        [handicap] Handicap
        [cards] Cartões
       *[shots] Finalizações
    }: as melhores tendências</b>
    { $day } · confiança mínima { $minimum }
markets-line = { $n }. <b>{ $home } x { $away }</b> · { $time }
    { $tendency } · confiança <b>{ $confidence }</b>
markets-uncalibrated = <i>A confiança ainda não foi calibrada: é a probabilidade estimada, de 0 a 10.</i>
markets-made-so-far = <i>Análises prontas: { $there } de { $matches }. A lista ainda pode crescer.</i>
markets-being-made = As análises ainda estão sendo feitas: { $there } de { $matches } { $there ->
        [1] pronta
       *[other] prontas
    }. Volte daqui a pouco.
markets-not-yet = As análises deste dia só começam na véspera. Para ver um jogo agora, escreva o nome de um dos times.
markets-none-sure = { $matches ->
        [one] O jogo do dia foi analisado, mas nenhuma tendência alcança
       *[other] Os { $matches } jogos do dia foram analisados, mas nenhuma tendência alcança
    } a sua confiança mínima de { $minimum }. Melhor calar do que chutar.

    Para ver mais, baixe a confiança mínima em /configuracoes.
markets-no-match-today = Hoje não há mais jogos nas ligas que acompanho.
markets-no-match = Não há jogos por disputar em { $day } nas ligas que acompanho.
markets-no-time = horário a definir
markets-match = { $home } x { $away }
markets-previous = ◀ { $n } anteriores
markets-next = { $n ->
        [one] Ver o próximo
       *[other] Ver próximos { $n }
    } ▶
markets-today = Hoje
markets-next-day = Ver { $day }
markets-again = 🔄 Atualizar
