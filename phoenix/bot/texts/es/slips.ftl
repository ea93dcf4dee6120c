slips-heading = { $length ->
        [single] 🎯 <b>Simple</b>
        [multiple] 🧩 <b>Combinada de { $n } selecciones</b>
       *[long] 🎱 <b>Bingo de { $n } selecciones</b>
    } · { $day }
slips-leg = { $n }. <b>{ $home } x { $away }</b> · { $time }
    { $tendency } · confianza { $confidence }
    { $probability } · cuota justa { $fair }
slips-leg-price = cuota ofrecida { $price }
slips-together = Probabilidad conjunta: <b>{ $probability }</b>
    Cuota justa: <b>{ $fair }</b>
slips-offered = Cuota ofrecida: <b>{ $price }</b> (producto de las mejores, quizá de casas distintas)
slips-value = Valor esperado: <b>{ $value }</b>
slips-no-price = { $n ->
        [one] No conozco la cuota ofrecida
       *[other] No conozco la cuota ofrecida de todas las selecciones
    }: no puedo decir nada sobre el valor.
slips-loses = ⚠️ El valor esperado es negativo: a ese precio se pierden en promedio { $lost } de cada { $stake } apostados.
slips-gains = Según mis cuentas la cuota está por encima de la justa, y pueden fallar. Nada está garantizado.
slips-independent = <i>La probabilidad conjunta es el producto de las selecciones: trato los partidos como independientes entre sí.</i>
slips-uncalibrated = <i>Las probabilidades todavía no están calibradas.</i>
slips-responsibly = Juega con responsabilidad. 18+.
slips-another = 🔄 Otra combinación
slips-match = { $n }. { $home } x { $away }
slips-none = { $length ->
        [single] 🎯 <b>Simple</b>
        [multiple] 🧩 <b>Combinada</b>
       *[long] 🎱 <b>Bingo</b>
    } · { $day }
slips-too-few = { $length ->
        [single] Para una simple necesito un partido
        [multiple] Para una combinada necesito { $needed } partidos
       *[long] Para un bingo necesito { $needed } partidos
    } con una tendencia de confianza { $minimum } o más, y { $matches ->
        [0] no hay ninguno
        [one] hay solo uno
       *[other] hay solo { $matches }
    }. No voy a completarla con suposiciones.

    Para ver más, baja la confianza mínima en /ajustes.
slips-to-same = 🔗 Del mismo partido
slips-same-heading = 🔗 <b>Combinada del mismo partido</b> · { $day }
    <b>{ $home } x { $away }</b> · { $time }
slips-same-leg = { $n }. { $tendency } · confianza { $confidence } · { $probability }
slips-same-why = <i>Estas selecciones dependen unas de otras: la probabilidad sale de la distribución conjunta de los goles. El simple producto daría { $product }.</i>
slips-same-no-price = Las casas no multiplican las cuotas de un mismo partido. Sin su cuota para el conjunto no puedo decir nada sobre el valor.
slips-same-another = 🔄 Otro partido
slips-no-same-match = En ningún partido hay dos tendencias de goles que digan cosas distintas.
