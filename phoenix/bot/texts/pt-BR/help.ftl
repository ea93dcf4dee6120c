help-page = ❓ Ajuda
help-privacy-page = 🔐 Privacidade
help-about-page = ℹ️ Sobre
help-heading = ❓ <b>Como usar</b>
help-examples =
    Escreva do seu jeito, eu perdoo erros de digitação:
    <code>flamengo</code> · o próximo jogo do time
    <code>flamengo x palmeiras</code> · a análise desse jogo

    Ou use um comando:
    <code>/jogos</code> · jogos de hoje, por país e liga
    <code>/liga</code> · ligas com jogos hoje
    <code>/gols</code> · as melhores tendências de gols (também <code>/escanteios</code>, <code>/ambas</code>, <code>/resultado</code>, <code>/cartoes</code>)
    <code>/simples</code>, <code>/multipla</code>, <code>/bingo</code> · sugestões com a probabilidade conjunta e o preço justo
    <code>/alertas</code> · times e ligas que você segue, resumo diário
    <code>/configuracoes</code> · idioma, fuso, confiança mínima, favoritos
help-more =
    <b>A confiança</b> vai de 0 a 10: quanto mais alta, mais vezes a tendência se confirma. A mínima que aparece nas listas você escolhe nas configurações.
    <b>Em grupos</b> respondo a comandos e quando me mencionam; só os administradores mudam as configurações.
    <b>Em qualquer conversa</b> escreva o meu nome e um time para compartilhar um jogo.
    <b>Algo parece errado?</b> Embaixo de cada análise há um botão para avisar quem cuida de mim.
help-responsibly = <i>🔞 Tendências não são certezas. Aposte só o que pode perder, nunca para recuperar, e pare quando deixar de ser diversão.</i>
help-privacy-heading = 🔐 <b>Privacidade</b>
help-privacy =
    <b>O que guardo</b>
    • o número deste chat, idioma, fuso, confiança mínima, favoritos e o que você segue: até você apagar;
    • as mensagens que envio: o texto até saírem, depois só que saíram, por { $days ->
        [one] um dia
       *[other] { $days } dias
    };
    • as análises pedidas, com o seu número: { $hours ->
        [one] uma hora
       *[other] { $hours } horas
    } depois de prontas;
    • quantos comandos você ainda pode dar neste minuto, e o que alguns botões precisam lembrar;
    • que uma análise lhe pareceu errada, se você avisou.

    <b>O que não guardo</b>
    O seu nome, o seu telefone e o que você escreve. O registro técnico anota números de chats e usuários, sem textos.

    <b>Com quem compartilho</b>
    Com ninguém. As mensagens passam pelo Telegram, que tem as próprias regras.

    Em “Meus dados” você exporta tudo em JSON ou apaga tudo de uma vez.
help-about-heading = ℹ️ <b>Phoenix { $version }</b> · software livre, licença { $license }
help-about = Vários especialistas, cada um um plugin, dizem o que esperam de um jogo; o analista pesa cada um pelo que já acertou.
help-plugins = <b>Plugins</b>
help-plugins-none = Nenhum plugin está instalado.
help-plugins-unknown = A lista de plugins não pôde ser lida agora.
help-plugin = { $title } { $version } · { $state ->
        [active] ativo
        [disabled] desligado
        [incompatible] incompatível
        [misconfigured] mal configurado
        [quarantined] em quarentena
        [failed] com falha
        [blocked] bloqueado
       *[other] { $state }
    }
help-sources = <b>Fontes de dados</b>
help-sources-none = Nenhuma fonte de dados foi lida ainda.
help-source = • { $name }, lida em { $moment }
