settings-heading =
    ⚙️ <b>Settings</b>

    Language: <b>{ $spoken }</b>
    Time zone: <b>{ $zone }</b> (now { $time })
    Least confidence: <b>{ $confidence }</b>
    Analyses: <b>{ $picture ->
        [on] with a picture
       *[other] text only
    }</b>
    Favourite markets: <b>{ $markets }</b>
    Favourite leagues: <b>{ $leagues }</b>
settings-language = 🌐 Language
settings-language-which = 🌐 Which language shall we speak?
settings-zone = 🕐 Time zone
settings-zone-which =
    🕐 Which time zone are you in?
    If yours is not here, write the city: <code>/settings timezone madrid</code>
settings-zone-several = 🕐 “{ $name }” may be more than one time zone. Which is yours?
settings-zone-unknown =
    🕐 I do not know “{ $name }”. Try a larger city in the same zone:
    <code>/settings timezone madrid</code> or <code>/settings timezone Europe/Madrid</code>
settings-confidence = 🎚 Confidence
settings-confidence-which =
    🎚 From which confidence on does a tendency appear in lists and suggested bets?

    The higher it is, the fewer tendencies, and the more of them come true.
settings-picture = { $picture ->
        [on] 📝 Text only
       *[other] 🖼 With a picture
    }
settings-markets = ⭐ Markets
settings-markets-which = ⭐ Which markets come first in the menu?
settings-leagues = ⭐ Leagues
settings-leagues-which = ⭐ Which leagues come first?
settings-leagues-none = No league plays these days.
settings-leagues-many = There can be { $n } favourite leagues. Take one out first.
settings-data = 🔐 My data
settings-back = ‹ Settings
settings-kept = Saved ✓
settings-admins-only = In this group only admins change the settings. Please ask one of them.
