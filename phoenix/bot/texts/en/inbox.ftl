inbox-too-fast = That was a little too fast for me. 🙂 I can take your next request in { $seconds ->
        [one] one second
       *[other] { $seconds } seconds
    }.
inbox-button-too-fast = Easy now, one tap at a time. 🙂
inbox-old-button = This button is too old to work. Please ask again, and I will show you what is new.
inbox-unknown = I do not know that command. See what I can do with /help, or write the name of a team.
inbox-busy = I am working on a great many analyses just now. Please try again in a few minutes.
inbox-too-many = You already have { $n ->
        [one] one analysis
       *[other] { $n } analyses
    } under way. Ask for the next one as soon as it is done.
