data-heading =
    🔐 <b>My data</b>

    <b>Export</b> sends all that is stored about this chat, as JSON.
    <b>Delete</b> removes all of it at once, alerts and messages not yet sent included.
data-export = 📤 Export
data-forget = 🗑 Delete everything
data-piece = 📤 Your data, part { $n } of { $of }
data-ask =
    🗑 <b>Delete everything about this chat?</b>

    Settings, favourites, followed teams and leagues and messages not yet sent will be gone. This cannot be undone.
data-sure = 🗑 Yes, delete
data-keep = No, keep it
data-gone =
    ✓ Done: everything about this chat has been deleted.

    Should you ever want to come back, just write /start.
