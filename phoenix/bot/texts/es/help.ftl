help-page = ❓ Ayuda
help-privacy-page = 🔐 Privacidad
help-about-page = ℹ️ Acerca de
help-heading = ❓ <b>Cómo usarme</b>
help-examples =
    Escribe a tu manera, perdono los errores:
    <code>flamengo</code> · el próximo partido del equipo
    <code>flamengo x palmeiras</code> · el análisis de ese partido

    O usa un comando:
    <code>/partidos</code> · partidos de hoy, por país y liga
    <code>/ligas</code> · ligas con partidos hoy
    <code>/goles</code> · las mejores tendencias de goles (también <code>/corners</code>, <code>/ambas</code>, <code>/resultado</code>, <code>/tarjetas</code>)
    <code>/simple</code>, <code>/combinada</code>, <code>/bingo</code> · sugerencias con su probabilidad conjunta y el precio justo
    <code>/alertas</code> · equipos y ligas que sigues, resumen diario
    <code>/ajustes</code> · idioma, zona horaria, confianza mínima, favoritos
help-more =
    <b>La confianza</b> va de 0 a 10: cuanto más alta, más veces se cumple la tendencia. La mínima que aparece en las listas la eliges en los ajustes.
    <b>En grupos</b> respondo a comandos y menciones; solo los administradores cambian los ajustes.
    <b>En cualquier chat</b> escribe mi nombre y un equipo para compartir un partido.
    <b>¿Algo parece erróneo?</b> Debajo de cada análisis hay un botón para avisar a quienes me cuidan.
help-responsibly = <i>🔞 Las tendencias no son certezas. Apuesta solo lo que puedas perder, nunca para recuperarlo, y para cuando deje de ser diversión.</i>
help-privacy-heading = 🔐 <b>Privacidad</b>
help-privacy =
    <b>Lo que guardo</b>
    • el número de este chat, idioma, zona horaria, confianza mínima, favoritos y lo que sigues: hasta que lo borres;
    • los mensajes que envío: su texto hasta que salen, después solo que salieron, durante { $days ->
        [one] un día
       *[other] { $days } días
    };
    • los análisis pedidos, con tu número: { $hours ->
        [one] una hora
       *[other] { $hours } horas
    } después de terminados;
    • cuántos comandos puedes dar aún en este minuto, y lo que algunos botones necesitan recordar;
    • que un análisis te pareció erróneo, si avisaste.

    <b>Lo que no guardo</b>
    Tu nombre, tu teléfono ni lo que escribes. El registro técnico anota números de chats y usuarios, sin textos.

    <b>Con quién lo comparto</b>
    Con nadie. Los mensajes pasan por Telegram, que tiene sus propias reglas.

    En “Mis datos” exportas todo en JSON o lo borras de una vez.
help-about-heading = ℹ️ <b>Phoenix { $version }</b> · software libre, licencia { $license }
help-about = Varios especialistas, cada uno un plugin, dicen lo que esperan de un partido; el analista pesa a cada uno por lo que ya acertó.
help-plugins = <b>Plugins</b>
help-plugins-none = No hay ningún plugin instalado.
help-plugins-unknown = La lista de plugins no se pudo leer ahora.
help-plugin = { $title } { $version } · { $state ->
        [active] activo
        [disabled] desactivado
        [incompatible] incompatible
        [misconfigured] mal configurado
        [quarantined] en cuarentena
        [failed] con fallo
        [blocked] bloqueado
       *[other] { $state }
    }
help-sources = <b>Fuentes de datos</b>
help-sources-none = Ninguna fuente de datos se ha leído aún.
help-source = • { $name }, leída el { $moment }
