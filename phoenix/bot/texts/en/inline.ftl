inline-title = { $home } v { $away }
inline-text = ⚽ <b>{ $home } v { $away }</b>
    { $flag } { $league } · { $country }
    🕒 { $when } ({ $city } time)
inline-tendency = 💎 <b>{ $tendency }</b>
    { $market } · confidence { $confidence }/10
inline-simulated = <i>Simulated football: these teams do not exist.</i>
inline-open = 📊 See the full analysis
