dossier-when-day = { $day } · horário a definir
dossier-competition = { $competition } · { $season }
dossier-versus = { $home } x { $away }
dossier-heading-main = Análise principal
dossier-heading-others = Outras tendências
dossier-heading-why = Por quê
dossier-heading-form = Últimos resultados
dossier-heading-meetings = Confronto direto
dossier-heading-cautions = Avisos
dossier-confidence = Confiança <b>{ $confidence }/10</b>{ $calibrated ->
        [yes] {""}
       *[no] {" "}(não calibrada)
    } · probabilidade { $probability }, na liga { $base }
dossier-fair-price = Odd justa { $fair }
dossier-offered-price = Odd justa { $fair } · oferecida <b>{ $offered }</b> ({ $bookmaker })
dossier-other-confidence = { $tendency } · <b>{ $confidence }</b>
dossier-no-main = Nenhuma tendência alcança a sua confiança mínima de { $minimum }. Melhor calar do que chutar.
dossier-no-main-hint = Para ver mais, baixe a confiança mínima em /configuracoes.
dossier-play-responsibly = <i>Aposte só se quiser, e só o que pode perder. 18+</i>
dossier-mean = média: { $mean }
dossier-card-note = { $probability } · liga { $base }{ $calibrated ->
        [yes] {""}
       *[no] {" "}· não calibrada
    }
dossier-result = { $result ->
        [W] V
        [D] E
       *[L] D
    }

dossier-goals = ⚽ Gols
dossier-corners = 🚩 Escanteios
dossier-cards = 🟨 Cartões
dossier-shots = 🎯 Finalizações
dossier-winner = 🏆 Resultado
dossier-both = 🤝 Ambas marcam
dossier-handicap = ⚖️ Handicap
dossier-evidence = 📊 Evidências
dossier-squad = 📋 Elenco
dossier-voices = 🗣 Quem opinou
dossier-back = ‹ Voltar
dossier-renew = 🔄 Atualizar
dossier-share = 📤 Compartilhar
dossier-wrong = ⚠️ Algo está errado
dossier-menu = ☰ Menu

dossier-section-heading = <b>{ $section }</b>
    { $home } x { $away }
dossier-expected = Esperado: { $home } <b>{ $home_mean }</b> x <b>{ $away_mean }</b> { $away }
dossier-quantity = <b>{ $quantity ->
        [goals] No jogo todo
        [first_half_goals] No 1º tempo
        [corners] No jogo todo
        [first_half_corners] No 1º tempo
        [cards] No jogo todo
        [shots] Finalizações
       *[shots_on_target] No alvo
    }</b>
dossier-chance = { $reading }: <b>{ $probability }</b> (liga { $base }) · odd justa { $fair }
dossier-chance-offered = { $reading }: <b>{ $probability }</b> (liga { $base }) · odd justa { $fair }, oferecida <b>{ $offered }</b> ({ $bookmaker })
dossier-over = Mais de { $line }
dossier-over-of = { $team }: mais de { $line }
dossier-home-wins = Vitória: { $home }
dossier-draw = Empate
dossier-away-wins = Vitória: { $away }
dossier-home-or-draw = { $home } ou empate
dossier-home-or-away = { $home } ou { $away }
dossier-draw-or-away = { $away } ou empate
dossier-yes = Ambas marcam: sim
dossier-no = Ambas marcam: não
dossier-with-handicap = { $team } { $line }
dossier-evidence-of = { $tendency }: { $hits } de { $n }

dossier-progress = ⏳ <b>{ $home } x { $away }</b>
    { $doing }
dossier-progress-unnamed = ⏳ { $doing }
dossier-doing-waiting = Já vou analisar…
dossier-doing-fixture = Localizando o jogo…
dossier-doing-data = Buscando os dados…
dossier-doing-data-percent = Dados: { $percent } %
dossier-doing-specialists = Especialistas ouvidos: { $heard } de { $asked }
dossier-doing-pool = Juntando as opiniões…

dossier-failed = Não consegui fazer esta análise agora. Por favor, tente novamente em alguns minutos.
dossier-unknown-gone = Este jogo não está mais no calendário.
dossier-unknown-team = Não encontrei nenhum time chamado { $name }.
dossier-unknown-ambiguous = { $name } pode ser mais de um time. Qual deles?
dossier-unknown-match = Não encontrei nada sobre { $home } x { $away }: os dois não jogam a mesma competição, ou ainda não há jogos conhecidos.
dossier-did-you-mean = Você quis dizer:
dossier-again = 🔄 Tentar de novo
dossier-gone = Esta análise já foi arquivada. Peça o jogo de novo: leva só um instante.
dossier-thanks = Obrigado! Vamos conferir esta análise.
