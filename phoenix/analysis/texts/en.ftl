# Texts of the dossier, English.
unit = { $quantity ->
    [goals] { $n ->
        [1] goal
       *[other] goals
    }
    [first_half_goals] { $n ->
        [1] first-half goal
       *[other] first-half goals
    }
    [corners] { $n ->
        [1] corner
       *[other] corners
    }
    [first_half_corners] { $n ->
        [1] first-half corner
       *[other] first-half corners
    }
    [cards] { $n ->
        [1] card
       *[other] cards
    }
    [shots] { $n ->
        [1] shot
       *[other] shots
    }
   *[shots_on_target] { $n ->
        [1] shot on target
       *[other] shots on target
    }
}

quantity = { $quantity ->
    [goals] goals
    [first_half_goals] first-half goals
    [corners] corners
    [first_half_corners] first-half corners
    [cards] cards
    [shots] shots
   *[shots_on_target] shots on target
}

market = { $kind ->
    [result] { $quantity ->
        [goals] Match result (1X2)
       *[other] Most { $quantity_name } (1X2)
    }
    [double_chance] { $quantity ->
        [goals] Double chance
       *[other] Double chance on { $quantity_name }
    }
    [total] Total { $quantity_name }
    [home_total] Total { $quantity_name }: { $home }
    [away_total] Total { $quantity_name }: { $away }
    [both_score] { $quantity ->
        [goals] Both teams to score
       *[other] Both teams to score in the first half
    }
   *[asian_handicap] { $quantity ->
        [goals] Handicap
       *[other] Handicap on { $quantity_name }
    }
}

tendency = { $selection ->
    [over] More than { NUMBER($line, minimumFractionDigits: 1) } { $unit }
    [under] Fewer than { NUMBER($line, minimumFractionDigits: 1) } { $unit }
    [home] { $quantity ->
        [goals] { $home } to win
       *[other] { $home } with more { $quantity_name }
    }
    [draw] Draw
    [away] { $quantity ->
        [goals] { $away } to win
       *[other] { $away } with more { $quantity_name }
    }
    [home_or_draw] { $home } or draw
    [home_or_away] { $home } or { $away } (no draw)
    [draw_or_away] { $away } or draw
    [yes] Both teams score: yes
    [no] Both teams score: no
    [home_handicap] { $home } { $handicap }
   *[away_handicap] { $away } { $handicap }
}

confidence = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) } / 10
confidence-uncalibrated = { confidence } (not calibrated)
short-date = d MMM y
position = #{ $place }
team-with-position = { $team } ({ position })
versus = { $home } v { $away }
kickoff-unknown = { $day }, kick-off time unknown

heading-main = MAIN ANALYSIS
heading-evidence = EVIDENCE
heading-others = OTHER HIGH-CONFIDENCE TENDENCIES
heading-quality = QUALITY (QSC, 0 to 100)
heading-voices = WHO WAS HEARD
heading-cautions = WARNINGS
label-market = Market
label-tendency = Tendency
label-confidence = Confidence
label-justification = Justification
label-mean = mean
heading-expected = EXPECTED
label-reputation = reputation
label-position = position
label-goal-difference = goal difference
label-form = form
label-schedule = strength of schedule
label-metrics = adjusted for opponents
no-main = No tendency reaches the minimum confidence: better silent than guessing.
missing = unknown

recent-home = { $team } at home, { $n ->
    [one] last match
   *[other] last { $n } matches
}
recent-away = { $team } away, { $n ->
    [one] last match
   *[other] last { $n } matches
}
recent-none-home = { $team }: no home match known
recent-none-away = { $team }: no away match known
expected-counts = { $quantity_name }: { $home_mean } v { $away_mean }
voice = { $title }: { $share } of the weight, coverage { $coverage }
scored-conceded = { $quantity_name } { $scored } for, { $conceded } against

why-side-total = { $where } a mean of { $mean } { $unit } in { $n ->
    [one] 1 match
   *[other] { $n } matches
}
why-side-own = { $where } a mean of { $mean } { $unit } by the home side in { $n ->
    [one] 1 match
   *[other] { $n } matches
}
why-side-other = { $where } a mean of { $mean } { $unit } by the away side in { $n ->
    [one] 1 match
   *[other] { $n } matches
}
why-side-score = { $where } on average { $home_mean } v { $away_mean } { $quantity_name } (home v away side) in { $n ->
    [one] 1 match
   *[other] { $n } matches
}
why-where-home = { $team } at home:
why-where-away = { $team } away:
why-hits-for = the tendency came true in { $hits } of these { $n } matches
why-hits-against = only { $hits } of these { $n } matches { $hits ->
    [1] bears
   *[other] bear
} it out, and it rests on the teams' strength adjusted for opponents, not on this sample
why-hits-unknown = no recent match has this count, and the tendency rests on the teams' strength alone
why-probability = the pooled probability is { $probability }, against { $base } in the league

caution-sides-turned = On that day { $home } are at home: { $home } v { $away }.
caution-simulated = Simulated league: clubs, matches and prices are invented.
caution-not-scheduled = This match stands in no known calendar: a hypothetical analysis.
caution-no-kickoff = Kick-off time unknown.
caution-not-calibrated = Confidence not calibrated yet: it is 10 times the pooled probability, not a promise.
caution-nobody-spoke = No specialist could say anything about this match.
caution-no-clear-tendency = No tendency reaches the minimum confidence and exceeds the league's own frequency.
caution-count-unknown = { $team }: no { $quantity_name } known for { $matches ->
    [one] 1 recent match
   *[other] { $matches } recent matches
}; means are over the rest.
caution-no-qsc = { $team }: no data for the QSC.
caution-few-matches = { $team }: { $matches ->
    [0] no recent match known
    [1] only 1 recent match known
   *[other] only { $matches } recent matches known
} at this venue.
silence-abstained = { $title } abstained: { $reason }.
silence-fault = { $title } failed and was left out: { $reason }.

heading-news = LINE-UPS AND ABSENCES
heading-tie = KNOCK-OUT TIE
news-lineup = { $team }{ $formation ->
    [none] {""}
   *[other] {" "}({ $formation })
}: { $players }
news-no-lineup = { $team }: line-up not announced yet
news-missing = { $team }, missing: { $players }
news-nobody-missing = { $team }: nobody known to be missing
absence-out = { $name } ({ $reason ->
    [suspended] suspended
    [injured] injured
   *[other] other reason
})
absence-doubtful = { $name } (doubtful)
tie-first-leg = First leg.
tie-second-leg = Second leg. The first ended { $home } { $home_goals }–{ $away_goals } { $away }.
tie-second-leg-unknown = Second leg; the score of the first is not known.
tie-single = Single match.
tie-legs-unknown = It is not known yet whether there is a return match.
tie-level = If level: { $away_goals ->
    [never] {""}
   *[other] away goals, then{" "}
}{ $then ->
    [extra_time] extra time and penalties
    [penalties] penalties without extra time
    [replay] a replay
   *[visitors] the visitors go through
}.
gap = { $what ->
    [table] Table
    [prices] Prices
    [absences] Absences
    [season] Results of the season
    [seasons] Calendar of seasons
    [teams] List of teams
    [statistics] Statistics of recent matches
    [day] Fixtures of the day
   *[details] State of the match and line-ups
}: { $why ->
    [unavailable] the provider did not answer
    [quota] the quota of calls is spent
    [plan] not in the provider's plan
    [key] the provider refused the key
    [unintelligible] the answer could not be understood
   *[pending] still on the way
}{ $age ->
    [none] , and nothing is stored.
   *[other] ; what was stored { $age } ago holds.
}

today-heading = Matches of { $day }
today-none = No match of the followed competitions on { $day }.
status = { $status ->
    [scheduled] {""}
    [live] under way
    [finished] full time
    [postponed] postponed
    [cancelled] cancelled
    [abandoned] abandoned
   *[awarded] awarded
}
