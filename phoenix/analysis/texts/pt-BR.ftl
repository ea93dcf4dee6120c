# Texts of the dossier, Brazilian Portuguese.
unit = { $quantity ->
    [goals] { $n ->
        [1] gol
       *[other] gols
    }
    [first_half_goals] { $n ->
        [1] gol no 1º tempo
       *[other] gols no 1º tempo
    }
    [corners] { $n ->
        [1] escanteio
       *[other] escanteios
    }
    [first_half_corners] { $n ->
        [1] escanteio no 1º tempo
       *[other] escanteios no 1º tempo
    }
    [cards] { $n ->
        [1] cartão
       *[other] cartões
    }
    [shots] { $n ->
        [1] finalização
       *[other] finalizações
    }
   *[shots_on_target] { $n ->
        [1] finalização no alvo
       *[other] finalizações no alvo
    }
}

quantity = { $quantity ->
    [goals] gols
    [first_half_goals] gols do 1º tempo
    [corners] escanteios
    [first_half_corners] escanteios do 1º tempo
    [cards] cartões
    [shots] finalizações
   *[shots_on_target] finalizações no alvo
}

market = { $kind ->
    [result] { $quantity ->
        [goals] Resultado final (1X2)
       *[other] Mais { $quantity_name } (1X2)
    }
    [double_chance] { $quantity ->
        [goals] Dupla chance
       *[other] Dupla chance em { $quantity_name }
    }
    [total] Total de { $quantity_name }
    [home_total] Total de { $quantity_name }: { $home }
    [away_total] Total de { $quantity_name }: { $away }
    [both_score] { $quantity ->
        [goals] Ambas marcam
       *[other] Ambas marcam no 1º tempo
    }
   *[asian_handicap] { $quantity ->
        [goals] Handicap
       *[other] Handicap de { $quantity_name }
    }
}

tendency = { $selection ->
    [over] Mais de { NUMBER($line, minimumFractionDigits: 1) } { $unit }
    [under] Menos de { NUMBER($line, minimumFractionDigits: 1) } { $unit }
    [home] { $quantity ->
        [goals] Vitória: { $home }
       *[other] { $home } com mais { $quantity_name }
    }
    [draw] Empate
    [away] { $quantity ->
        [goals] Vitória: { $away }
       *[other] { $away } com mais { $quantity_name }
    }
    [home_or_draw] { $home } ou empate
    [home_or_away] { $home } ou { $away } (sem empate)
    [draw_or_away] { $away } ou empate
    [yes] Ambas marcam: sim
    [no] Ambas marcam: não
    [home_handicap] { $home } { $handicap }
   *[away_handicap] { $away } { $handicap }
}

confidence = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) } / 10
confidence-uncalibrated = { confidence } (não calibrada)
short-date = dd/MM/y
position = { $place }º
team-with-position = { $team } ({ position })
versus = { $home } x { $away }
kickoff-unknown = { $day }, horário desconhecido

heading-main = ANÁLISE PRINCIPAL
heading-evidence = EVIDÊNCIAS
heading-others = OUTRAS TENDÊNCIAS DE ALTA CONFIANÇA
heading-quality = QUALIDADE (QSC, 0 a 100)
heading-voices = QUEM FOI OUVIDO
heading-cautions = AVISOS
label-market = Mercado
label-tendency = Tendência
label-confidence = Confiança
label-justification = Justificativa
label-mean = média
heading-expected = ESPERADO
label-reputation = reputação
label-position = posição
label-goal-difference = saldo
label-form = forma
label-schedule = força da agenda
label-metrics = ajustados aos adversários
no-main = Nenhuma tendência passa da confiança mínima: melhor calar do que chutar.
missing = sem dado

recent-home = { $team } em casa, { $n ->
    [one] último jogo
   *[other] últimos { $n } jogos
}
recent-away = { $team } fora, { $n ->
    [one] último jogo
   *[other] últimos { $n } jogos
}
recent-none-home = { $team }: nenhum jogo em casa conhecido
recent-none-away = { $team }: nenhum jogo fora conhecido
expected-counts = { $quantity_name }: { $home_mean } x { $away_mean }
voice = { $title }: { $share } do peso, cobertura { $coverage }
scored-conceded = { $quantity_name } { $scored } a favor, { $conceded } contra

why-side-total = { $where } média de { $mean } { $unit } em { $n ->
    [one] 1 jogo
   *[other] { $n } jogos
}
why-side-own = { $where } média de { $mean } { $unit } do mandante em { $n ->
    [one] 1 jogo
   *[other] { $n } jogos
}
why-side-other = { $where } média de { $mean } { $unit } do visitante em { $n ->
    [one] 1 jogo
   *[other] { $n } jogos
}
why-side-score = { $where } em média { $home_mean } x { $away_mean } { $quantity_name } (mandante x visitante) em { $n ->
    [one] 1 jogo
   *[other] { $n } jogos
}
why-where-home = { $team } em casa:
why-where-away = { $team } fora:
why-hits-for = a tendência se confirmou em { $hits } de { $n } desses jogos
why-hits-against = só { $hits } de { $n } desses jogos a { $hits ->
    [1] confirma
   *[other] confirmam
}, e ela vem da força das equipes ajustada aos adversários, não desta amostra
why-hits-unknown = não há jogo recente com este dado, e a tendência vem só da força das equipes
why-probability = a probabilidade combinada é de { $probability }, contra { $base } na liga

caution-sides-turned = Neste dia o mando é de { $home }: { $home } x { $away }.
caution-simulated = Liga simulada: clubes, jogos e preços são inventados.
caution-not-scheduled = Este jogo não está em nenhum calendário conhecido: análise hipotética.
caution-no-kickoff = Horário do jogo desconhecido.
caution-not-calibrated = Confiança ainda não calibrada: é 10 vezes a probabilidade combinada, não uma promessa.
caution-nobody-spoke = Nenhum especialista pôde opinar sobre este jogo.
caution-no-clear-tendency = Nenhuma tendência atinge a confiança mínima e supera a frequência da liga.
caution-count-unknown = { $team }: sem { $quantity_name } em { $matches ->
    [one] 1 jogo recente
   *[other] { $matches } jogos recentes
}; as médias contam os demais.
caution-no-qsc = { $team }: sem dados para o QSC.
caution-few-matches = { $team }: { $matches ->
    [0] nenhum jogo recente conhecido
    [1] só 1 jogo recente conhecido
   *[other] só { $matches } jogos recentes conhecidos
} neste mando.
silence-abstained = { $title } se absteve: { $reason }.
silence-fault = { $title } falhou e ficou de fora: { $reason }.

heading-news = ESCALAÇÕES E DESFALQUES
heading-tie = MATA-MATA
news-lineup = { $team }{ $formation ->
    [none] {""}
   *[other] {" "}({ $formation })
}: { $players }
news-no-lineup = { $team }: escalação ainda não divulgada
news-missing = { $team }, fora: { $players }
news-nobody-missing = { $team }: sem desfalques conhecidos
absence-out = { $name } ({ $reason ->
    [suspended] suspenso
    [injured] lesão
   *[other] outro motivo
})
absence-doubtful = { $name } (dúvida)
tie-first-leg = Jogo de ida.
tie-second-leg = Jogo de volta. Na ida, { $home } { $home_goals } x { $away_goals } { $away }.
tie-second-leg-unknown = Jogo de volta; o placar da ida não é conhecido.
tie-single = Jogo único.
tie-legs-unknown = Não se sabe ainda se haverá jogo de volta.
tie-level = Em caso de igualdade: { $away_goals ->
    [never] {""}
   *[other] gols fora de casa, depois{" "}
}{ $then ->
    [extra_time] prorrogação e pênaltis
    [penalties] pênaltis, sem prorrogação
    [replay] novo jogo
   *[visitors] passa o visitante
}.
gap = { $what ->
    [table] Classificação
    [prices] Odds
    [absences] Desfalques
    [season] Resultados da temporada
    [seasons] Calendário de temporadas
    [teams] Lista de equipes
    [statistics] Estatísticas dos jogos recentes
    [day] Jogos do dia
   *[details] Situação do jogo e escalações
}: { $why ->
    [unavailable] o provedor não respondeu
    [quota] a cota de consultas acabou
    [plan] fora do plano contratado
    [key] a chave do provedor foi recusada
    [unintelligible] a resposta não pôde ser entendida
   *[pending] ainda a caminho
}{ $age ->
    [none] , e nada está guardado.
   *[other] ; vale o que foi guardado há { $age }.
}

today-heading = Jogos de { $day }
today-none = Nenhum jogo das competições acompanhadas em { $day }.
status = { $status ->
    [scheduled] {""}
    [live] em andamento
    [finished] encerrado
    [postponed] adiado
    [cancelled] cancelado
    [abandoned] interrompido
   *[awarded] decidido fora de campo
}
