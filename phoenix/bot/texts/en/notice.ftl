notice-complaint =
    🚩 <b>Somebody says that this looks wrong</b>
    { $match }
    Dossier { $sheet }, fingerprint <code>{ $fingerprint }</code>
