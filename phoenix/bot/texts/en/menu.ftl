menu-heading =
    ⚽ <b>What shall we look at?</b>
    Tap below, or write a team or a match.
menu-back = ‹ Menu
menu-jogos = 📅 Today
menu-analisar = 🔎 Analyse
menu-liga = 🏆 Leagues
menu-gols = ⚽ Goals
menu-escanteios = 🚩 Corners
menu-ambas = 🤝 Both score
menu-resultado = 🥅 Result
menu-cartoes = 🟨 Cards
menu-simples = 🎯 Single
menu-multipla = 🧩 Accumulator
menu-bingo = 🎱 Bingo
menu-alertas = 🔔 Alerts
menu-configuracoes = ⚙️ Settings
menu-ajuda = ❓ Help
