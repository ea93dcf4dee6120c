help-page = ❓ Help
help-privacy-page = 🔐 Privacy
help-about-page = ℹ️ About
help-heading = ❓ <b>How to use me</b>
help-examples =
    Write as you like, I forgive typos:
    <code>flamengo</code> · the team's next match
    <code>flamengo x palmeiras</code> · the analysis of that match

    Or use a command:
    <code>/today</code> · today's matches, by country and league
    <code>/league</code> · leagues with matches today
    <code>/goals</code> · the best tendencies on goals (also <code>/corners</code>, <code>/btts</code>, <code>/result</code>, <code>/cards</code>)
    <code>/single</code>, <code>/multi</code>, <code>/bingo</code> · suggestions with their joint probability and fair price
    <code>/alertas</code> · teams and leagues that you follow, daily digest
    <code>/settings</code> · language, time zone, least confidence, favourites
help-more =
    <b>Confidence</b> goes from 0 to 10: the higher it is, the more often the tendency comes true. The least that lists show is yours to choose in the settings.
    <b>In groups</b> I answer commands and mentions; only admins change the settings.
    <b>In any chat</b> write my name and a team to share a match.
    <b>Something looks wrong?</b> Below each analysis there is a button that tells those who look after me.
help-responsibly = <i>🔞 Tendencies are no certainties. Stake only what you can lose, never to win it back, and stop when it is no fun any more.</i>
help-privacy-heading = 🔐 <b>Privacy</b>
help-privacy =
    <b>What I store</b>
    • the number of this chat, language, time zone, least confidence, favourites and what you follow: until you delete it;
    • the messages that I send: their text until they are sent, then only that they were, for { $days ->
        [one] one day
       *[other] { $days } days
    };
    • the analyses that were asked for, with your number: { $hours ->
        [one] one hour
       *[other] { $hours } hours
    } after they are done;
    • how many commands you may still give in this minute, and what some buttons need to remember;
    • that an analysis looked wrong to you, if you told me so.

    <b>What I do not store</b>
    Your name, your phone number and what you write. The technical log notes numbers of chats and users, without texts.

    <b>With whom I share it</b>
    With nobody. Messages pass through Telegram, which has its own rules.

    Under “My data” you export all of it as JSON, or delete it at once.
help-about-heading = ℹ️ <b>Phoenix { $version }</b> · free software, { $license } licence
help-about = Several specialists, each of them a plugin, say what they expect of a match; the analyst weighs each by what it got right before.
help-plugins = <b>Plugins</b>
help-plugins-none = No plugin is installed.
help-plugins-unknown = The list of plugins could not be read just now.
help-plugin = { $title } { $version } · { $state ->
        [active] active
        [disabled] switched off
        [incompatible] incompatible
        [misconfigured] misconfigured
        [quarantined] in quarantine
        [failed] failed
        [blocked] blocked
       *[other] { $state }
    }
help-sources = <b>Sources of data</b>
help-sources-none = No source of data has been read yet.
help-source = • { $name }, read { $moment }
