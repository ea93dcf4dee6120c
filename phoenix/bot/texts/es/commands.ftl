command-start = Empezar, o empezar de nuevo
command-menu = Menú principal
command-jogos = Partidos del día
command-analisar = Analizar un partido: Flamengo x Palmeiras
command-liga = Ligas con partidos hoy
command-gols = Mejores tendencias de goles de hoy
command-escanteios = Mejores tendencias de córners de hoy
command-ambas = Ambos marcan: las mejores de hoy
command-resultado = Resultado: las mejores tendencias de hoy
command-cartoes = Mejores tendencias de tarjetas de hoy
command-simples = Una simple para hoy
command-multipla = Una combinada de 3 a 5 selecciones
command-bingo = Una combinada larga, de 6 a 10 selecciones
command-alertas = Seguir equipos y ligas, resumen diario
command-configuracoes = Idioma, zona horaria, confianza, tus datos
command-ajuda = Ayuda con ejemplos
command-privacidade = Qué se guarda y cómo borrarlo
command-sobre = Versión, plugins y fuentes
commands-bot-name = Phoenix · análisis de fútbol
commands-bot-description =
    Analista de fútbol: las tendencias de cada partido, con qué confianza y por qué. Partidos del día, goles, córners, tarjetas, ambos marcan, resultado, alertas.

    Escribe un equipo o un partido, por ejemplo: flamengo x palmeiras
commands-bot-short-description = Tendencias de partidos de fútbol, con confianza y motivo. Escribe: flamengo x palmeiras
