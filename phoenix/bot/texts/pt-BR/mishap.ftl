mishap-apology = Desculpe, algo deu errado por aqui. Tente de novo daqui a pouco.
    Se acontecer outra vez, mande este código a quem cuida do bot: <code>{ $code }</code>
mishap-left-out = { $n ->
        [one] Mais uma falha igual aconteceu desde o último aviso.
       *[other] Mais { $n } falhas iguais aconteceram desde o último aviso.
    }
mishap-notice = ⚠️ <b>Falha ao tratar uma mensagem</b>
    Código: <code>{ $code }</code>
    <code>{ $fault }</code> em <code>{ $place }</code>
