alerts-heading = 🔔 <b>Alerts</b>

    { $n ->
        [0] You follow no team or league yet. Tap “Follow” to begin.
        [one] You follow 1 team or league. Tap it to stop.
       *[other] You follow { $n } teams and leagues. Tap one to stop.
    }
    The daily digest comes at <b>{ $hour }</b>, when there is a match.

    🔔 with sound · 🔕 silent · ✖ off
alerts-add = ➕ Follow a team or league
alerts-how =
    ➕ Write <code>/alerts</code> and the name of a team or a league:
    <code>/alerts arsenal</code>
    <code>/alerts premier league</code>
alerts-found = 🔎 Whom do you want to follow? Results for “{ $name }”:
alerts-not-found = 🔎 I know no team or league called “{ $name }”. Try another name.
alerts-follow = 🔔 Follow
alerts-match = 🔔 <b>{ $home } v { $away }</b>
    Tap what you want to follow:
alerts-following = Following { $name } ✓
alerts-stopped = You follow it no longer.
alerts-many = You can follow { $n } at most. Stop following one first.
alerts-kept = Saved ✓
alerts-back = ‹ Alerts
alerts-hour = 🕘 Digest at { $hour }
alerts-hour-which = 🕘 At what time do you want the daily digest?
alerts-digest = { $mode ->
        [on] 🔔
        [silent] 🔕
       *[off] ✖
    } Daily digest
