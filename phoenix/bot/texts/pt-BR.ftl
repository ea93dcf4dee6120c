ask = Escreva os dois times de uma partida, por exemplo: Flamengo x Palmeiras
busy = Estou processando um grande número de análises no momento. Por favor, tente novamente em alguns minutos.
failed = Não consegui fazer esta análise agora. Por favor, tente novamente em alguns minutos.
too-many = Você já tem { $n ->
        [one] uma análise
       *[other] { $n } análises
    } em andamento. Assim que terminar, peça a próxima.
unknown = Não encontrei esta partida: { $home } x { $away }. Confira os nomes dos times.
working = Analisando { $home } x { $away }…
