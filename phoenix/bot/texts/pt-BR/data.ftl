data-heading =
    🔐 <b>Meus dados</b>

    <b>Exportar</b> envia tudo o que está guardado sobre este chat, em JSON.
    <b>Apagar</b> remove tudo de uma vez, também os alertas e as mensagens que ainda não saíram.
data-export = 📤 Exportar
data-forget = 🗑 Apagar tudo
data-piece = 📤 Seus dados, parte { $n } de { $of }
data-ask =
    🗑 <b>Apagar tudo sobre este chat?</b>

    Somem configurações, favoritos, times e ligas seguidos e as mensagens que ainda não saíram. Isso não tem volta.
data-sure = 🗑 Sim, apagar
data-keep = Não, manter
data-gone =
    ✓ Pronto: tudo sobre este chat foi apagado.

    Se um dia quiser voltar, é só escrever /start.
