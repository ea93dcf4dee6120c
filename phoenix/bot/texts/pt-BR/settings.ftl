settings-heading =
    ⚙️ <b>Configurações</b>

    Idioma: <b>{ $spoken }</b>
    Fuso: <b>{ $zone }</b> (agora { $time })
    Confiança mínima: <b>{ $confidence }</b>
    Análises: <b>{ $picture ->
        [on] com imagem
       *[other] só texto
    }</b>
    Mercados favoritos: <b>{ $markets }</b>
    Ligas favoritas: <b>{ $leagues }</b>
settings-language = 🌐 Idioma
settings-language-which = 🌐 Em que idioma conversamos?
settings-zone = 🕐 Fuso
settings-zone-which =
    🕐 Em que fuso você está?
    Se o seu não está aqui, escreva a cidade: <code>/configuracoes fuso madrid</code>
settings-zone-several = 🕐 “{ $name }” pode ser mais de um fuso. Qual é o seu?
settings-zone-unknown =
    🕐 Não conheço “{ $name }”. Tente uma cidade maior do mesmo fuso:
    <code>/configuracoes fuso madrid</code> ou <code>/configuracoes fuso Europe/Madrid</code>
settings-confidence = 🎚 Confiança
settings-confidence-which =
    🎚 A partir de que confiança uma tendência aparece nas listas e apostas sugeridas?

    Quanto mais alta, menos tendências e mais acertos.
settings-picture = { $picture ->
        [on] 📝 Só texto
       *[other] 🖼 Com imagem
    }
settings-markets = ⭐ Mercados
settings-markets-which = ⭐ Quais mercados vêm primeiro no menu?
settings-leagues = ⭐ Ligas
settings-leagues-which = ⭐ Quais ligas vêm primeiro?
settings-leagues-none = Nenhuma liga joga nestes dias.
settings-leagues-many = São { $n } ligas favoritas no máximo. Tire uma antes.
settings-data = 🔐 Meus dados
settings-back = ‹ Configurações
settings-kept = Guardado ✓
settings-admins-only = Neste grupo só os administradores mudam as configurações. Peça a um deles, por favor.
