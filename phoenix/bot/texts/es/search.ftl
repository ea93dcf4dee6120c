search-how = 🔎 <b>¿Qué partido analizamos?</b>

    Escribe un equipo o los dos:
    • <code>flamengo</code>
    • <code>flamengo x palmeiras</code>

    Las erratas y los apodos no importan. 😉
search-too-long = Ese texto es demasiado largo para mí. 🙂 Escribe solo los equipos, por ejemplo: <code>flamengo x palmeiras</code>
search-today = 📅 Partidos de hoy
search-several = 🔎 Encontré { $n } partidos. ¿Cuál?
search-left = { $n ->
        [one] Hay 1 partido más parecido.
       *[other] Hay { $n } partidos más parecidos.
    } Escribe el nombre completo, o los dos equipos, para acercarte más.
search-which-pair = 🔎 Esos nombres sirven para más de un equipo. ¿Cuál de estos?
search-pair = { $home } x { $away }
search-idle = <b>{ $team }</b> no tiene partido en mi calendario.

    ¿Quieres un análisis de todos modos? Escribe los dos equipos: <code>{ $team } x rival</code>
search-idle-several = Conozco estos equipos, pero ninguno tiene partido en mi calendario: { $teams }.

    ¿Quieres un análisis de todos modos? Escribe los dos equipos, por ejemplo: <code>flamengo x palmeiras</code>
search-near = 🤔 No encontré «{ $typed }». ¿Quisiste decir:
search-unknown = 🤔 No encontré «{ $typed }».

    Escribe un equipo o los dos, por ejemplo: <code>flamengo x palmeiras</code>
search-nothing = 🤔 No encontré ese partido. Escribe un equipo o los dos, por ejemplo: <code>flamengo x palmeiras</code>
search-gone = Ese partido ya no está en mi calendario. Búscalo por los nombres de los equipos. 🙂
