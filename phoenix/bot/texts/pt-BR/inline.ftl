inline-title = { $home } x { $away }
inline-text = ⚽ <b>{ $home } x { $away }</b>
    { $flag } { $league } · { $country }
    🕒 { $when } (horário de { $city })
inline-tendency = 💎 <b>{ $tendency }</b>
    { $market } · confiança { $confidence }/10
inline-simulated = <i>Futebol simulado: estes times não existem.</i>
inline-open = 📊 Ver a análise completa
