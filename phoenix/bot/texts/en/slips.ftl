slips-heading = { $length ->
        [single] 🎯 <b>Single</b>
        [multiple] 🧩 <b>Accumulator of { $n } legs</b>
       *[long] 🎱 <b>Bingo of { $n } legs</b>
    } · { $day }
slips-leg = { $n }. <b>{ $home } x { $away }</b> · { $time }
    { $tendency } · confidence { $confidence }
    { $probability } · fair price { $fair }
slips-leg-price = offered { $price }
slips-together = Joint probability: <b>{ $probability }</b>
    Fair price: <b>{ $fair }</b>
slips-offered = Offered price: <b>{ $price }</b> (product of the best ones, perhaps of different bookmakers)
slips-value = Expected value: <b>{ $value }</b>
slips-no-price = { $n ->
        [one] I do not know the offered price
       *[other] I do not know the offered price of every leg
    }: nothing can be said about value.
slips-loses = ⚠️ The expected value is negative: at that price { $lost } of every { $stake } staked is lost on average.
slips-gains = By my figures the price is above the fair one, and my figures can be wrong. Nothing is guaranteed.
slips-independent = <i>The joint probability is the product of the legs: I treat the matches as independent of each other.</i>
slips-uncalibrated = <i>The probabilities are not calibrated yet.</i>
slips-responsibly = Please play responsibly. 18+.
slips-another = 🔄 Another combination
slips-match = { $n }. { $home } x { $away }
slips-none = { $length ->
        [single] 🎯 <b>Single</b>
        [multiple] 🧩 <b>Accumulator</b>
       *[long] 🎱 <b>Bingo</b>
    } · { $day }
slips-too-few = { $length ->
        [single] For a single I need one match
        [multiple] For an accumulator I need { $needed } matches
       *[long] For a bingo I need { $needed } matches
    } with a tendency of confidence { $minimum } or more, and there { $matches ->
        [0] is none
        [one] is only one
       *[other] are only { $matches }
    }. I will not fill it up with guesses.

    To see more, lower the minimum confidence in /settings.
slips-to-same = 🔗 From one match
slips-same-heading = 🔗 <b>Accumulator from one match</b> · { $day }
    <b>{ $home } x { $away }</b> · { $time }
slips-same-leg = { $n }. { $tendency } · confidence { $confidence } · { $probability }
slips-same-why = <i>These legs depend on each other: the probability is read off the joint distribution of goals. The mere product would be { $product }.</i>
slips-same-no-price = Bookmakers do not multiply the prices of one match. Without their price for all legs together nothing can be said about value.
slips-same-another = 🔄 Another match
slips-no-same-match = In no match are there two tendencies of goals that say different things.
