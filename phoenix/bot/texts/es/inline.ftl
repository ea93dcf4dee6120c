inline-title = { $home } x { $away }
inline-text = ⚽ <b>{ $home } x { $away }</b>
    { $flag } { $league } · { $country }
    🕒 { $when } (hora de { $city })
inline-tendency = 💎 <b>{ $tendency }</b>
    { $market } · confianza { $confidence }/10
inline-simulated = <i>Fútbol simulado: estos equipos no existen.</i>
inline-open = 📊 Ver el análisis completo
