menu-heading =
    ⚽ <b>¿Qué vemos?</b>
    Toca abajo, o escribe un equipo o un partido.
menu-back = ‹ Menú
menu-jogos = 📅 Hoy
menu-analisar = 🔎 Analizar
menu-liga = 🏆 Ligas
menu-gols = ⚽ Goles
menu-escanteios = 🚩 Córners
menu-ambas = 🤝 Ambos marcan
menu-resultado = 🥅 Resultado
menu-cartoes = 🟨 Tarjetas
menu-simples = 🎯 Simple
menu-multipla = 🧩 Combinada
menu-bingo = 🎱 Bingo
menu-alertas = 🔔 Alertas
menu-configuracoes = ⚙️ Ajustes
menu-ajuda = ❓ Ayuda
