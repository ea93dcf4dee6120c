inbox-too-fast = Você foi rápido demais para mim. 🙂 Posso atender o próximo pedido em { $seconds ->
        [one] um segundo
       *[other] { $seconds } segundos
    }.
inbox-button-too-fast = Calma aí, um toque de cada vez. 🙂
inbox-old-button = Este botão já não vale. Peça de novo, por favor, e eu mostro tudo atualizado.
inbox-unknown = Não conheço esse comando. Veja o que eu sei fazer em /ajuda, ou escreva o nome de um time.
inbox-busy = Estou processando um grande número de análises no momento. Por favor, tente novamente em alguns minutos.
inbox-too-many = Você já tem { $n ->
        [one] uma análise
       *[other] { $n } análises
    } em andamento. Assim que terminar, peça a próxima.
