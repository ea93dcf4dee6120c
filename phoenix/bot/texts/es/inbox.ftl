inbox-too-fast = Vas demasiado rápido para mí. 🙂 Puedo atender tu próxima petición en { $seconds ->
        [one] un segundo
       *[other] { $seconds } segundos
    }.
inbox-button-too-fast = Con calma, un toque a la vez. 🙂
inbox-old-button = Este botón ya no sirve. Vuelve a pedirlo, por favor, y te muestro lo más reciente.
inbox-unknown = No conozco ese comando. Mira lo que sé hacer en /ayuda, o escribe el nombre de un equipo.
inbox-busy = Estoy procesando una gran cantidad de análisis en este momento. Inténtalo de nuevo en unos minutos, por favor.
inbox-too-many = Ya tienes { $n ->
        [one] un análisis
       *[other] { $n } análisis
    } en curso. En cuanto termine, pide el siguiente.
