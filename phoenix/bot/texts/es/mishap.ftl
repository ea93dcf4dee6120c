mishap-apology = Disculpa, algo salió mal por aquí. Inténtalo de nuevo en un momento, por favor.
    Si vuelve a ocurrir, envía este código a quien cuida del bot: <code>{ $code }</code>
mishap-left-out = { $n ->
        [one] Ocurrió un fallo más de este tipo desde el último aviso.
       *[other] Ocurrieron { $n } fallos más de este tipo desde el último aviso.
    }
mishap-notice = ⚠️ <b>No se pudo atender un mensaje</b>
    Código: <code>{ $code }</code>
    <code>{ $fault }</code> en <code>{ $place }</code>
