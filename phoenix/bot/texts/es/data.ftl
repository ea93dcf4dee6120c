data-heading =
    🔐 <b>Mis datos</b>

    <b>Exportar</b> envía todo lo guardado sobre este chat, en JSON.
    <b>Borrar</b> lo elimina todo de una vez, también las alertas y los mensajes que aún no han salido.
data-export = 📤 Exportar
data-forget = 🗑 Borrar todo
data-piece = 📤 Tus datos, parte { $n } de { $of }
data-ask =
    🗑 <b>¿Borrar todo sobre este chat?</b>

    Desaparecen los ajustes, favoritos, equipos y ligas que sigues y los mensajes que aún no han salido. No se puede deshacer.
data-sure = 🗑 Sí, borrar
data-keep = No, conservar
data-gone =
    ✓ Listo: todo sobre este chat se ha borrado.

    Si algún día quieres volver, escribe /start.
