search-how = 🔎 <b>Qual jogo vamos analisar?</b>

    Escreva um time ou os dois:
    • <code>flamengo</code>
    • <code>flamengo x palmeiras</code>

    Erros de digitação e apelidos não atrapalham. 😉
search-too-long = Esse texto é comprido demais para mim. 🙂 Escreva só os times, por exemplo: <code>flamengo x palmeiras</code>
search-today = 📅 Jogos de hoje
search-several = 🔎 Encontrei { $n } jogos. Qual deles?
search-left = { $n ->
        [one] Há mais 1 jogo parecido.
       *[other] Há mais { $n } jogos parecidos.
    } Escreva o nome completo, ou os dois times, para chegar mais perto.
search-which-pair = 🔎 Esses nomes servem a mais de um time. Qual destes confrontos?
search-pair = { $home } x { $away }
search-idle = <b>{ $team }</b> não tem jogo marcado na minha agenda.

    Quer uma análise mesmo assim? Escreva os dois times: <code>{ $team } x adversário</code>
search-idle-several = Conheço estes times, mas nenhum tem jogo marcado na minha agenda: { $teams }.

    Quer uma análise mesmo assim? Escreva os dois times, por exemplo: <code>flamengo x palmeiras</code>
search-near = 🤔 Não encontrei «{ $typed }». Você quis dizer:
search-unknown = 🤔 Não encontrei «{ $typed }».

    Escreva um time ou os dois, por exemplo: <code>flamengo x palmeiras</code>
search-nothing = 🤔 Não encontrei esse jogo. Escreva um time ou os dois, por exemplo: <code>flamengo x palmeiras</code>
search-gone = Esse jogo não está mais na minha agenda. Procure pelo nome dos times. 🙂
