matches-heading = 📅 <b>{ $day }</b>
    { $matches ->
        [one] 1 match
       *[other] { $matches } matches
    } in { $leagues ->
        [one] 1 league
       *[other] { $leagues } leagues
    }
matches-country = { $flag } <b>{ $country }</b>
matches-league-line = { $league } · { $n ->
        [one] 1 match
       *[other] { $n } matches
    }{ $times }
matches-choose-league = Choose a league 👇
matches-league = { $flag } { $league } · { $n }
matches-league-heading = { $flag } <b>{ $league }</b> · { $country }
    📅 { $day } · { $n ->
        [one] 1 match
       *[other] { $n } matches
    }
    🕒 Times in { $city }
matches-simulated = <i>Simulated football: these teams and matches do not exist.</i>
matches-choose-match = Tap a match to see its analysis 👇
matches-none = 📅 <b>{ $day }</b>

    No matches on this day in the leagues I know.
matches-leagues-heading = 🏆 <b>Leagues with matches today</b>
    { $day } · { $n ->
        [one] 1 league
       *[other] { $n } leagues
    }
matches-no-such-league = No league with matches today is called “{ $typed }”. 🤔
matches-no-leagues = 🏆 There are no matches today in the leagues I know. How about another day?
matches-other-days = 📅 See other days
matches-day-before = ◀ { $day }
matches-day-after = { $day } ▶
matches-today = Today
matches-back-to-day = ◀ Leagues of the day
matches-page-before = ◀ Previous
matches-page-after = Next ({ $page } of { $pages }) ▶
matches-button = { $when } · { $home } v { $away }
matches-button-score = { $when } · { $home } { $scored }–{ $conceded } { $away }
matches-no-time = time TBD
