markets-heading = { $sign } <b>{ $market ->
        [goals] Goals
        [team_goals] Team goals
        [first_half] First half
        [corners] Corners
        [both_score] Both teams to score
        [result] Result
        [handicap] Handicap
        [cards] Cards
       *[shots] Shots
    }: the best tendencies</b>
    { $day } · minimum confidence { $minimum }
markets-line = { $n }. <b>{ $home } x { $away }</b> · { $time }
    { $tendency } · confidence <b>{ $confidence }</b>
markets-uncalibrated = <i>Confidence is not calibrated yet: it is the estimated probability, from 0 to 10.</i>
markets-made-so-far = <i>Analyses ready: { $there } of { $matches }. The list may still grow.</i>
markets-being-made = The analyses are still being made: { $there } of { $matches } { $there ->
        [one] is ready
       *[other] are ready
    }. Come back in a moment.
markets-not-yet = The analyses of this day only begin on its eve. To see a match now, write the name of one of its teams.
markets-none-sure = { $matches ->
        [one] The day's match has been analysed, but no tendency reaches
       *[other] All { $matches } matches of the day have been analysed, but no tendency reaches
    } your minimum confidence of { $minimum }. Better silent than guessing.

    To see more, lower the minimum confidence in /settings.
markets-no-match-today = There are no more matches today in the leagues I follow.
markets-no-match = There are no matches left to play on { $day } in the leagues I follow.
markets-no-time = time to be set
markets-match = { $home } x { $away }
markets-previous = ◀ Previous { $n }
markets-next = { $n ->
        [one] See the next one
       *[other] See the next { $n }
    } ▶
markets-today = Today
markets-next-day = See { $day }
markets-again = 🔄 Refresh
