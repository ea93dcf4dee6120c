digest-heading = ☀️ <b>Your matches of { $day }</b> · { $n ->
        [one] 1 match
       *[other] { $n } matches
    }
digest-line = { $when } · <b>{ $home } v { $away }</b>
digest-tendency = 💎 { $tendency } · { $probability }
digest-more = { $n ->
        [one] And 1 more match in /today.
       *[other] And { $n } more matches in /today.
    }
digest-match = { $home } v { $away }
