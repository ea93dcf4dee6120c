start-hello = 👋 Olá, <b>{ $name }</b>!
start-hello-you = 👋 Olá!
start-about =
    Sou o <b>Phoenix</b>, um analista de futebol. Mostro as tendências de cada jogo, com que confiança e por quê — e digo quando não sei.

    Para começar, escreva um time ou um jogo: <code>flamengo</code> ou <code>flamengo x palmeiras</code>.
start-zone = 🕐 Os horários seguem o fuso de <b>{ $city }</b>, onde agora são { $time }. O seu é outro?
start-zone-more = 🌍 Outro
start-zone-other =
    🌍 Escreva a sua cidade ou o seu país assim:
    <code>/configuracoes fuso madrid</code>
    ou o nome do fuso: <code>/configuracoes fuso Europe/Madrid</code>
start-zone-kept = Fuso: { $city }
start-link = Este link não leva mais a um jogo. Escreva um time que eu procuro.
start-group =
    👋 Olá! Eu analiso jogos de futebol. Aqui no grupo respondo a comandos e quando me mencionam:
    <code>/jogos</code> · <code>/analisar flamengo</code> · <code>/ajuda</code>
