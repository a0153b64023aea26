"""The phrases of Lumen's customers, our own, by topic and sentiment; joined to sentences in `voice`."""

SENTIMENTS = ("negative", "neutral", "positive")
ITEMS = (
    "linen shirt", "rain jacket", "wool scarf", "denim skirt", "leather belt", "summer dress", "winter coat",
    "backpack",
    "cardigan", "blue blazer", "cotton nightshirt", "fleece", "sun hat", "wool cap", "trench coat", "striped jumper",
    "polo shirt", "running vest", "ski suit", "swimsuit", "green parka", "silk blouse", "hiking jacket", "bathrobe",
)  # fmt: skip
FRAMES = {
    "delivery": "The {}", "quality": "The {}", "fit": "The {}",
    "price": "The {}", "service": "When I asked about the {},", "website": "While I was ordering the {},",
}  # fmt: skip
TOPICS = tuple(FRAMES)
# One row a topic: negative, neutral, positive.
SAID: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "delivery": (
        ("came nine days late", "sat in a depot for a week", "never reached my door", "arrived in a torn box",
         "went to the wrong street twice", "had been promised for Tuesday and is still on its way"),
        ("came in the usual four days", "was left with a neighbour", "arrived on Thursday", "came in two parcels",
         "had to be fetched from the pick-up point", "was sent with the normal post"),
        ("came a day early", "was at my door the next morning", "arrived exactly in the hour they named",
         "was packed with real care", "got here sooner than my own family did", "came fast, even to our island"),
    ),
    "quality": (
        ("fell apart after a fortnight", "looks cheap and smells of glue", "lost its colour in the first wash",
         "had a loose seam from day one", "is nothing like the picture", "broke the second time I used it"),
        ("is what the picture shows", "is made of a blend, as the label says", "looks much like last year's",
         "is neither thick nor thin", "is of the kind one finds everywhere", "has a plain finish"),
        ("feels far sturdier than I hoped", "is beautifully made", "still looks new after a hard month",
         "is not bad at all, it is the best I own", "is soft, warm and well sewn", "beats pieces at twice the money"),
    ),
    "fit": (
        ("runs two sizes small", "pinches wherever it can", "hangs on me like a tent",
         "is useless in the size I trusted",
         "has a cut that suits nobody I know", "does not fit, whatever the chart claims"),
        ("comes in the usual sizes", "is a touch long", "is cut straight", "fits about like my old one",
         "is sold in half sizes too", "sits a little high"),
        ("fits as if made for me", "sits perfectly from the first minute", "is true to size at last",
         "flatters without squeezing", "has just the right length", "feels so good that I forgot I had it"),
    ),
    "price": (
        ("is overpriced for what it is", "was ten euros cheaper the day after", "is not worth half the money",
         "cost more than the tag had said", "is a bad bargain even in the sale",
         "got dearer while it lay in my basket"),
        ("costs what such things cost", "was in the spring sale", "is priced like the others", "cost me 40 euros",
         "has kept its price for a year", "comes with free postage above 50 euros"),
        ("is worth every cent", "was a real bargain", "costs less than anywhere else I looked",
         "came with a discount that I had not expected", "gives a lot for little money", "was well below my budget"),
    ),
    "service": (
        ("nobody answered for days", "I was sent from desk to desk", "the chat hung up on me",
         "they told me to read the manual", "my refund was refused without a reason", "I got three different answers"),
        ("they sent me a form", "I was given a ticket number", "they asked for the order number",
         "the chat opened at nine", "I was pointed to the help page", "they said it takes five working days"),
        ("they helped me within minutes", "the refund came the same day", "a patient lady solved it all",
         "they simply sent me a new one", "someone rang me back as promised", "I got a clear and friendly answer"),
    ),
    "website": (
        ("the page crashed at the checkout", "the filters forgot what I had chosen", "I was logged out four times",
         "a pop-up covered the button", "the search showed me everything but that", "my basket emptied itself"),
        ("I used the app", "the page asked me to log in", "I paid by card", "the site showed similar things",
         "I had to accept the cookies again", "the new layout was on"),
        ("all took less than a minute", "the size guide was a great help", "the suggestions were spot on",
         "the site was quick and clear", "paying was a breeze", "I found the perfect match at once"),
    ),
}  # fmt: skip
OPENINGS = (
    "", "", "First order here. ", "I have bought here for years. ", "Bought as a gift. ", "Ordered in a hurry. ",
    "Hm. ",
    "A short note: ", "Second time. ", "My sister told me about this shop. ", "For the record: ",
    "Update after a month. ",
)  # fmt: skip
AFTERTHOUGHTS: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] = (
    ("I want my money back.", "Never again.", "What a let-down.", "I expected better.", "It went straight back.",
     "Two thumbs down.", "Save yourself the bother.", "This used to be a good shop.", "I am still cross.",
     "Great. Just what I needed before a holiday."),
    ("That is all there is to say.", "We shall see.", "No strong view.", "It does its job.", "I may write again.",
     "Nothing to add.", "My neighbour has the same.", "I have not decided yet.", "So far so ordinary.",
     "It is for work."),
    ("I would buy it again tomorrow.", "Well done.", "My new favourite.", "I could not complain if I tried.",
     "Thank you all.", "The whole family is happy.", "Warmly recommended.", "I am delighted.", "Made my week.",
     "Why can't all shops be like this?"),
)  # fmt: skip
CLOSINGS = (
    "", "", "", " Ordered in the evening.", " Colour: blue.", " Colour: moss.", " Greetings from the coast.",
    " I paid by invoice.", " Sent from the train.", " We are two adults and a dog.", " Used it twice so far.",
    " My size is M.",
)  # fmt: skip
TAGS: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] = (
    ("#fail", "#neveragain", "😡", "@lumen please explain", "#letdown", "🙄", "shame on you @lumen", ""),
    ("#shopping", "@lumen", "#lumen", "#ootd", "🛍️", "#weekend", "#parcel", ""),
    ("#happy", "😍", "#find", "love you @lumen", "#lumenlove", "🙌", "#treatyourself", ""),
)  # fmt: skip
