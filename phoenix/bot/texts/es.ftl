ask = Escribe los dos equipos de un partido, por ejemplo: Flamengo x Palmeiras
busy = Estoy procesando una gran cantidad de análisis en este momento. Inténtalo de nuevo en unos minutos, por favor.
failed = No pude hacer este análisis ahora. Inténtalo de nuevo en unos minutos, por favor.
too-many = Ya tienes { $n ->
        [one] un análisis
       *[other] { $n } análisis
    } en curso. En cuanto termine, pide el siguiente.
unknown = No encontré este partido: { $home } x { $away }. Comprueba los nombres de los equipos.
working = Analizando { $home } x { $away }…
