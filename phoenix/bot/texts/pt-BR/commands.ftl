command-start = Começar, ou começar de novo
command-menu = Menu principal
command-jogos = Jogos do dia
command-analisar = Analisar um jogo: Flamengo x Palmeiras
command-liga = Ligas com jogos hoje
command-gols = Melhores tendências de gols de hoje
command-escanteios = Melhores tendências de escanteios de hoje
command-ambas = Ambas marcam: as melhores de hoje
command-resultado = Resultado: as melhores tendências de hoje
command-cartoes = Melhores tendências de cartões de hoje
command-simples = Uma simples para hoje
command-multipla = Uma múltipla de 3 a 5 pernas
command-bingo = Uma múltipla longa, de 6 a 10 pernas
command-alertas = Seguir times e ligas, resumo diário
command-configuracoes = Idioma, fuso, confiança mínima, seus dados
command-ajuda = Ajuda com exemplos
command-privacidade = O que fica guardado e como apagar
command-sobre = Versão, plugins e fontes
commands-bot-name = Phoenix · análises de futebol
commands-bot-description =
    Analista de futebol: tendências de cada jogo, com que confiança e por quê. Jogos do dia, gols, escanteios, cartões, ambas marcam, resultado, alertas.

    Escreva um time ou um jogo, por exemplo: flamengo x palmeiras
commands-bot-short-description = Tendências de jogos de futebol, com confiança e motivo. Escreva: flamengo x palmeiras
