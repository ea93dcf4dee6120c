start-hello = 👋 Hello, <b>{ $name }</b>!
start-hello-you = 👋 Hello!
start-about =
    I am <b>Phoenix</b>, a football analyst. I show the tendencies of each match, how sure I am and why — and I say when I do not know.

    To begin, write a team or a match: <code>flamengo</code> or <code>flamengo x palmeiras</code>.
start-zone = 🕐 Times follow the clocks of <b>{ $city }</b>, where it is { $time } now. Are yours different?
start-zone-more = 🌍 Another
start-zone-other =
    🌍 Write your city or country like this:
    <code>/settings timezone madrid</code>
    or the name of the zone: <code>/settings timezone Europe/Madrid</code>
start-zone-kept = Time zone: { $city }
start-link = This link no longer leads to a match. Write a team and I will look for it.
start-group =
    👋 Hello! I analyse football matches. In this group I answer commands, and whoever mentions me:
    <code>/today</code> · <code>/analyze flamengo</code> · <code>/help</code>
