notice-complaint =
    🚩 <b>Alguém diz que isto parece errado</b>
    { $match }
    Dossiê { $sheet }, impressão digital <code>{ $fingerprint }</code>
