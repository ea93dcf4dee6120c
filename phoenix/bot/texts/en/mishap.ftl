mishap-apology = Sorry, something went wrong here. Please try again in a little while.
    If it happens again, send this code to whoever looks after the bot: <code>{ $code }</code>
mishap-left-out = { $n ->
        [one] One more failure of this kind has happened since the last notice.
       *[other] { $n } more failures of this kind have happened since the last notice.
    }
mishap-notice = ⚠️ <b>A message could not be dealt with</b>
    Code: <code>{ $code }</code>
    <code>{ $fault }</code> in <code>{ $place }</code>
