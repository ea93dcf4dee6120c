slips-heading = { $length ->
        [single] 🎯 <b>Simples</b>
        [multiple] 🧩 <b>Múltipla de { $n } pernas</b>
       *[long] 🎱 <b>Bingo de { $n } pernas</b>
    } · { $day }
slips-leg = { $n }. <b>{ $home } x { $away }</b> · { $time }
    { $tendency } · confiança { $confidence }
    { $probability } · odd justa { $fair }
slips-leg-price = odd oferecida { $price }
slips-together = Probabilidade conjunta: <b>{ $probability }</b>
    Odd justa: <b>{ $fair }</b>
slips-offered = Odd oferecida: <b>{ $price }</b> (produto das melhores, talvez de casas diferentes)
slips-value = Valor esperado: <b>{ $value }</b>
slips-no-price = { $n ->
        [one] Não conheço a odd oferecida
       *[other] Não conheço a odd oferecida de todas as pernas
    }: nada posso dizer sobre o valor.
slips-loses = ⚠️ O valor esperado é negativo: a esse preço, perdem-se em média { $lost } a cada { $stake } apostados.
slips-gains = A odd está acima da justa pelas minhas contas, e elas podem errar. Nada é garantido.
slips-independent = <i>A probabilidade conjunta é o produto das pernas: trato os jogos como independentes entre si.</i>
slips-uncalibrated = <i>As probabilidades ainda não foram calibradas.</i>
slips-responsibly = Jogue com responsabilidade. 18+.
slips-another = 🔄 Outra combinação
slips-match = { $n }. { $home } x { $away }
slips-none = { $length ->
        [single] 🎯 <b>Simples</b>
        [multiple] 🧩 <b>Múltipla</b>
       *[long] 🎱 <b>Bingo</b>
    } · { $day }
slips-too-few = { $length ->
        [single] Para uma simples preciso de um jogo
        [multiple] Para uma múltipla preciso de { $needed } jogos
       *[long] Para um bingo preciso de { $needed } jogos
    } com tendência de confiança { $minimum } ou mais, e { $matches ->
        [0] não há nenhum
        [one] há só um
       *[other] há só { $matches }
    }. Não vou completar com palpite.

    Para ver mais, baixe a confiança mínima em /configuracoes.
slips-to-same = 🔗 Do mesmo jogo
slips-same-heading = 🔗 <b>Múltipla do mesmo jogo</b> · { $day }
    <b>{ $home } x { $away }</b> · { $time }
slips-same-leg = { $n }. { $tendency } · confiança { $confidence } · { $probability }
slips-same-why = <i>Estas pernas dependem umas das outras: a probabilidade vem da distribuição conjunta dos gols. O simples produto daria { $product }.</i>
slips-same-no-price = As casas não multiplicam as odds de um mesmo jogo. Sem a odd delas para o conjunto, nada posso dizer sobre o valor.
slips-same-another = 🔄 Outro jogo
slips-no-same-match = Em nenhum jogo há duas tendências de gols que digam coisas diferentes.
