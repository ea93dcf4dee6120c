dossier-when-day = { $day } · time to be confirmed
dossier-competition = { $competition } · { $season }
dossier-versus = { $home } v { $away }
dossier-heading-main = Main tendency
dossier-heading-others = Other tendencies
dossier-heading-why = Why
dossier-heading-form = Latest results
dossier-heading-meetings = Head to head
dossier-heading-cautions = Cautions
dossier-confidence = Confidence <b>{ $confidence }/10</b>{ $calibrated ->
        [yes] {""}
       *[no] {" "}(not calibrated)
    } · probability { $probability }, in the league { $base }
dossier-fair-price = Fair price { $fair }
dossier-offered-price = Fair price { $fair } · offered <b>{ $offered }</b> ({ $bookmaker })
dossier-other-confidence = { $tendency } · <b>{ $confidence }</b>
dossier-no-main = No tendency reaches your minimum confidence of { $minimum }. Better silent than guessing.
dossier-no-main-hint = To see more, lower your minimum confidence in /settings.
dossier-play-responsibly = <i>Bet only if you want to, and only what you can afford to lose. 18+</i>
dossier-mean = mean: { $mean }
dossier-card-note = { $probability } · league { $base }{ $calibrated ->
        [yes] {""}
       *[no] {" "}· not calibrated
    }
dossier-result = { $result ->
        [W] W
        [D] D
       *[L] L
    }

dossier-goals = ⚽ Goals
dossier-corners = 🚩 Corners
dossier-cards = 🟨 Cards
dossier-shots = 🎯 Shots
dossier-winner = 🏆 Result
dossier-both = 🤝 Both score
dossier-handicap = ⚖️ Handicap
dossier-evidence = 📊 Evidence
dossier-squad = 📋 Squads
dossier-voices = 🗣 Who spoke
dossier-back = ‹ Back
dossier-renew = 🔄 Refresh
dossier-share = 📤 Share
dossier-wrong = ⚠️ This looks wrong
dossier-menu = ☰ Menu

dossier-section-heading = <b>{ $section }</b>
    { $home } v { $away }
dossier-expected = Expected: { $home } <b>{ $home_mean }</b> v <b>{ $away_mean }</b> { $away }
dossier-quantity = <b>{ $quantity ->
        [goals] Whole match
        [first_half_goals] First half
        [corners] Whole match
        [first_half_corners] First half
        [cards] Whole match
        [shots] Shots
       *[shots_on_target] On target
    }</b>
dossier-chance = { $reading }: <b>{ $probability }</b> (league { $base }) · fair price { $fair }
dossier-chance-offered = { $reading }: <b>{ $probability }</b> (league { $base }) · fair price { $fair }, offered <b>{ $offered }</b> ({ $bookmaker })
dossier-over = Over { $line }
dossier-over-of = { $team }: over { $line }
dossier-home-wins = { $home } to win
dossier-draw = Draw
dossier-away-wins = { $away } to win
dossier-home-or-draw = { $home } or draw
dossier-home-or-away = { $home } or { $away }
dossier-draw-or-away = { $away } or draw
dossier-yes = Both score: yes
dossier-no = Both score: no
dossier-with-handicap = { $team } { $line }
dossier-evidence-of = { $tendency }: { $hits } of { $n }

dossier-progress = ⏳ <b>{ $home } v { $away }</b>
    { $doing }
dossier-progress-unnamed = ⏳ { $doing }
dossier-doing-waiting = On it…
dossier-doing-fixture = Finding the match…
dossier-doing-data = Fetching the data…
dossier-doing-data-percent = Data: { $percent }%
dossier-doing-specialists = Specialists heard: { $heard } of { $asked }
dossier-doing-pool = Putting the opinions together…

dossier-failed = I could not make this analysis now. Please try again in a few minutes.
dossier-unknown-gone = This match is no longer in the calendar.
dossier-unknown-team = I found no team called { $name }.
dossier-unknown-ambiguous = { $name } may be more than one team. Which one?
dossier-unknown-match = I found nothing about { $home } v { $away }: they do not play in the same competition, or no match is known yet.
dossier-did-you-mean = Did you mean:
dossier-again = 🔄 Try again
dossier-gone = This analysis has been archived. Ask for the match again: it only takes a moment.
dossier-thanks = Thank you! We will check this analysis.
