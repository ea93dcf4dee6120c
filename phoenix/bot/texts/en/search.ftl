search-how = 🔎 <b>Which match shall we look at?</b>

    Write one team or both:
    • <code>flamengo</code>
    • <code>flamengo v palmeiras</code>

    Typos and nicknames are fine. 😉
search-too-long = That text is too long for me. 🙂 Write just the teams, for example: <code>flamengo v palmeiras</code>
search-today = 📅 Today's matches
search-several = 🔎 I found { $n } matches. Which one?
search-left = { $n ->
        [one] There is 1 more like these.
       *[other] There are { $n } more like these.
    } Write the full name, or both teams, to get closer.
search-which-pair = 🔎 Those names fit more than one team. Which of these?
search-pair = { $home } v { $away }
search-idle = <b>{ $team }</b> have no match in my calendar.

    Would you like an analysis anyway? Write both teams: <code>{ $team } v opponent</code>
search-idle-several = I know these teams, but none has a match in my calendar: { $teams }.

    Would you like an analysis anyway? Write both teams, for example: <code>flamengo v palmeiras</code>
search-near = 🤔 I found no “{ $typed }”. Did you mean:
search-unknown = 🤔 I found no “{ $typed }”.

    Write one team or both, for example: <code>flamengo v palmeiras</code>
search-nothing = 🤔 I did not find that match. Write one team or both, for example: <code>flamengo v palmeiras</code>
search-gone = That match is not in my calendar any more. Search by the names of the teams. 🙂
