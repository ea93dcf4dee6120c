command-start = Begin, or begin again
command-menu = Main menu
command-jogos = Matches of the day
command-analisar = Analyse a match: Flamengo x Palmeiras
command-liga = Leagues with matches today
command-gols = Today's best tendencies on goals
command-escanteios = Today's best tendencies on corners
command-ambas = Both teams to score: today's best
command-resultado = Result: today's best tendencies
command-cartoes = Today's best tendencies on cards
command-simples = A single for today
command-multipla = An accumulator of 3 to 5 legs
command-bingo = A long accumulator of 6 to 10 legs
command-alertas = Follow teams and leagues, daily digest
command-configuracoes = Language, time zone, confidence, your data
command-ajuda = Help by example
command-privacidade = What is stored and how to delete it
command-sobre = Version, plugins and sources
commands-bot-name = Phoenix · football analyses
commands-bot-description =
    A football analyst: the tendencies of each match, how sure they are and why. Matches of the day, goals, corners, cards, both teams to score, result, alerts.

    Write a team or a match, for example: flamengo x palmeiras
commands-bot-short-description = Tendencies of football matches, with confidence and reasons. Write: flamengo x palmeiras
