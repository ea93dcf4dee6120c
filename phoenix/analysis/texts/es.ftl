# Texts of the dossier, Spanish.
unit = { $quantity ->
    [goals] { $n ->
        [1] gol
       *[other] goles
    }
    [first_half_goals] { $n ->
        [1] gol en la 1.ª parte
       *[other] goles en la 1.ª parte
    }
    [corners] { $n ->
        [1] córner
       *[other] córners
    }
    [first_half_corners] { $n ->
        [1] córner en la 1.ª parte
       *[other] córners en la 1.ª parte
    }
    [cards] { $n ->
        [1] tarjeta
       *[other] tarjetas
    }
    [shots] { $n ->
        [1] remate
       *[other] remates
    }
   *[shots_on_target] { $n ->
        [1] remate a puerta
       *[other] remates a puerta
    }
}

quantity = { $quantity ->
    [goals] goles
    [first_half_goals] goles de la 1.ª parte
    [corners] córners
    [first_half_corners] córners de la 1.ª parte
    [cards] tarjetas
    [shots] remates
   *[shots_on_target] remates a puerta
}

market = { $kind ->
    [result] { $quantity ->
        [goals] Resultado final (1X2)
       *[other] Más { $quantity_name } (1X2)
    }
    [double_chance] { $quantity ->
        [goals] Doble oportunidad
       *[other] Doble oportunidad en { $quantity_name }
    }
    [total] Total de { $quantity_name }
    [home_total] Total de { $quantity_name }: { $home }
    [away_total] Total de { $quantity_name }: { $away }
    [both_score] { $quantity ->
        [goals] Ambos marcan
       *[other] Ambos marcan en la 1.ª parte
    }
   *[asian_handicap] { $quantity ->
        [goals] Hándicap
       *[other] Hándicap de { $quantity_name }
    }
}

tendency = { $selection ->
    [over] Más de { NUMBER($line, minimumFractionDigits: 1) } { $unit }
    [under] Menos de { NUMBER($line, minimumFractionDigits: 1) } { $unit }
    [home] { $quantity ->
        [goals] Gana { $home }
       *[other] { $home } con más { $quantity_name }
    }
    [draw] Empate
    [away] { $quantity ->
        [goals] Gana { $away }
       *[other] { $away } con más { $quantity_name }
    }
    [home_or_draw] { $home } o empate
    [home_or_away] { $home } o { $away } (sin empate)
    [draw_or_away] { $away } o empate
    [yes] Ambos marcan: sí
    [no] Ambos marcan: no
    [home_handicap] { $home } { $handicap }
   *[away_handicap] { $away } { $handicap }
}

confidence = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) } / 10
confidence-uncalibrated = { confidence } (no calibrada)
short-date = dd/MM/y
position = { $place }.º
team-with-position = { $team } ({ position })
versus = { $home } - { $away }
kickoff-unknown = { $day }, hora desconocida

heading-main = ANÁLISIS PRINCIPAL
heading-evidence = EVIDENCIAS
heading-others = OTRAS TENDENCIAS DE ALTA CONFIANZA
heading-quality = CALIDAD (QSC, 0 a 100)
heading-voices = QUIÉN FUE ESCUCHADO
heading-cautions = AVISOS
label-market = Mercado
label-tendency = Tendencia
label-confidence = Confianza
label-justification = Justificación
label-mean = media
heading-expected = ESPERADO
label-reputation = reputación
label-position = posición
label-goal-difference = diferencia de goles
label-form = forma
label-schedule = fuerza del calendario
label-metrics = ajustados a los rivales
no-main = Ninguna tendencia alcanza la confianza mínima: mejor callar que adivinar.
missing = sin dato

recent-home = { $team } en casa, { $n ->
    [one] último partido
   *[other] últimos { $n } partidos
}
recent-away = { $team } fuera, { $n ->
    [one] último partido
   *[other] últimos { $n } partidos
}
recent-none-home = { $team }: ningún partido en casa conocido
recent-none-away = { $team }: ningún partido fuera conocido
expected-counts = { $quantity_name }: { $home_mean } - { $away_mean }
voice = { $title }: { $share } del peso, cobertura { $coverage }
scored-conceded = { $quantity_name } { $scored } a favor, { $conceded } en contra

why-side-total = { $where } media de { $mean } { $unit } en { $n ->
    [one] 1 partido
   *[other] { $n } partidos
}
why-side-own = { $where } media de { $mean } { $unit } del local en { $n ->
    [one] 1 partido
   *[other] { $n } partidos
}
why-side-other = { $where } media de { $mean } { $unit } del visitante en { $n ->
    [one] 1 partido
   *[other] { $n } partidos
}
why-side-score = { $where } en promedio { $home_mean } - { $away_mean } { $quantity_name } (local - visitante) en { $n ->
    [one] 1 partido
   *[other] { $n } partidos
}
why-where-home = { $team } en casa:
why-where-away = { $team } fuera:
why-hits-for = la tendencia se cumplió en { $hits } de { $n } de esos partidos
why-hits-against = solo { $hits } de { $n } de esos partidos la { $hits ->
    [1] confirma
   *[other] confirman
}, y nace de la fuerza de los equipos ajustada a los rivales, no de esta muestra
why-hits-unknown = no hay partido reciente con este dato, y la tendencia nace solo de la fuerza de los equipos
why-probability = la probabilidad combinada es { $probability }, frente a { $base } en la liga

caution-sides-turned = Ese día juega en casa { $home }: { $home } - { $away }.
caution-simulated = Liga simulada: clubes, partidos y precios son inventados.
caution-not-scheduled = Este partido no está en ningún calendario conocido: análisis hipotético.
caution-no-kickoff = Hora del partido desconocida.
caution-not-calibrated = Confianza aún no calibrada: es 10 veces la probabilidad combinada, no una promesa.
caution-nobody-spoke = Ningún especialista pudo opinar sobre este partido.
caution-no-clear-tendency = Ninguna tendencia alcanza la confianza mínima y supera la frecuencia de la liga.
caution-count-unknown = { $team }: sin { $quantity_name } en { $matches ->
    [one] 1 partido reciente
   *[other] { $matches } partidos recientes
}; las medias cuentan los demás.
caution-no-qsc = { $team }: sin datos para el QSC.
caution-few-matches = { $team }: { $matches ->
    [0] ningún partido reciente conocido
    [1] solo 1 partido reciente conocido
   *[other] solo { $matches } partidos recientes conocidos
} en esta condición.
silence-abstained = { $title } se abstuvo: { $reason }.
silence-fault = { $title } falló y quedó fuera: { $reason }.

heading-news = ALINEACIONES Y BAJAS
heading-tie = ELIMINATORIA
news-lineup = { $team }{ $formation ->
    [none] {""}
   *[other] {" "}({ $formation })
}: { $players }
news-no-lineup = { $team }: alineación aún no anunciada
news-missing = { $team }, bajas: { $players }
news-nobody-missing = { $team }: sin bajas conocidas
absence-out = { $name } ({ $reason ->
    [suspended] suspendido
    [injured] lesión
   *[other] otro motivo
})
absence-doubtful = { $name } (duda)
tie-first-leg = Partido de ida.
tie-second-leg = Partido de vuelta. En la ida, { $home } { $home_goals }-{ $away_goals } { $away }.
tie-second-leg-unknown = Partido de vuelta; el resultado de la ida no se conoce.
tie-single = Partido único.
tie-legs-unknown = Aún no se sabe si habrá partido de vuelta.
tie-level = En caso de empate: { $away_goals ->
    [never] {""}
   *[other] goles de visitante, después{" "}
}{ $then ->
    [extra_time] prórroga y penales
    [penalties] penales, sin prórroga
    [replay] nuevo partido
   *[visitors] pasa el visitante
}.
gap = { $what ->
    [table] Clasificación
    [prices] Cuotas
    [absences] Bajas
    [season] Resultados de la temporada
    [seasons] Calendario de temporadas
    [teams] Lista de equipos
    [statistics] Estadísticas de los partidos recientes
    [day] Partidos del día
   *[details] Estado del partido y alineaciones
}: { $why ->
    [unavailable] el proveedor no respondió
    [quota] se agotó la cuota de consultas
    [plan] fuera del plan contratado
    [key] el proveedor rechazó la clave
    [unintelligible] la respuesta no se pudo entender
   *[pending] todavía en camino
}{ $age ->
    [none] , y no hay nada guardado.
   *[other] ; vale lo guardado hace { $age }.
}

today-heading = Partidos del { $day }
today-none = Ningún partido de las competiciones seguidas el { $day }.
status = { $status ->
    [scheduled] {""}
    [live] en juego
    [finished] finalizado
    [postponed] aplazado
    [cancelled] cancelado
    [abandoned] suspendido
   *[awarded] decidido fuera del campo
}
