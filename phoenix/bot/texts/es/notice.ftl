notice-complaint =
    🚩 <b>Alguien dice que esto parece erróneo</b>
    { $match }
    Dosier { $sheet }, huella <code>{ $fingerprint }</code>
