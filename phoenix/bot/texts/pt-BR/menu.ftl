menu-heading =
    ⚽ <b>O que vamos ver?</b>
    Toque abaixo, ou escreva um time ou um jogo.
menu-back = ‹ Menu
menu-jogos = 📅 Jogos de hoje
menu-analisar = 🔎 Analisar
menu-liga = 🏆 Ligas
menu-gols = ⚽ Gols
menu-escanteios = 🚩 Escanteios
menu-ambas = 🤝 Ambas
menu-resultado = 🥅 Resultado
menu-cartoes = 🟨 Cartões
menu-simples = 🎯 Simples
menu-multipla = 🧩 Múltipla
menu-bingo = 🎱 Bingo
menu-alertas = 🔔 Alertas
menu-configuracoes = ⚙️ Ajustes
menu-ajuda = ❓ Ajuda
