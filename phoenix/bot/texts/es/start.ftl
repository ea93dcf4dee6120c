start-hello = 👋 ¡Hola, <b>{ $name }</b>!
start-hello-you = 👋 ¡Hola!
start-about =
    Soy <b>Phoenix</b>, un analista de fútbol. Muestro las tendencias de cada partido, con qué confianza y por qué, y digo cuando no lo sé.

    Para empezar, escribe un equipo o un partido: <code>flamengo</code> o <code>flamengo x palmeiras</code>.
start-zone = 🕐 Los horarios siguen la hora de <b>{ $city }</b>, donde ahora son las { $time }. ¿La tuya es otra?
start-zone-more = 🌍 Otra
start-zone-other =
    🌍 Escribe tu ciudad o tu país así:
    <code>/ajustes zona madrid</code>
    o el nombre de la zona: <code>/ajustes zona Europe/Madrid</code>
start-zone-kept = Zona horaria: { $city }
start-link = Este enlace ya no lleva a un partido. Escribe un equipo y lo busco.
start-group =
    👋 ¡Hola! Analizo partidos de fútbol. En este grupo respondo a comandos y a quien me menciona:
    <code>/partidos</code> · <code>/analizar flamengo</code> · <code>/ayuda</code>
