ask = Write the two teams of a match, for example: Flamengo x Palmeiras
busy = I am working on a great many analyses just now. Please try again in a few minutes.
failed = I could not make this analysis just now. Please try again in a few minutes.
too-many = You already have { $n ->
        [one] one analysis
       *[other] { $n } analyses
    } under way. Ask for the next one as soon as it is done.
unknown = I did not find this match: { $home } x { $away }. Please check the names of the teams.
working = Looking into { $home } x { $away }…
