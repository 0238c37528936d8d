"""Whether a treatment that is named was not given (refused, impossible, left out), or only advised and planned."""

from __future__ import annotations

from ..text.assertion import negated
from ..text.phrases import Phrase
from ..text.reading import Reading
from ..text.vocabulary import Mention


def withheld(reading: Reading, one: Mention) -> bool:
    """Whether a treatment is said not to have been given."""
    sentence = reading.sentence_at(one.start)
    low = max(sentence.start, one.start - 60)
    governed = _GOVERNED.search(reading, low, one.start)
    if governed and not _NOT_SO.search(reading, max(sentence.start, governed.start() - 30), governed.start()):
        return False
    if _WAS_GIVEN.match(reading, one.end, sentence.end) and _ANOTHER.search(
        reading, max(sentence.start, low - 30), one.start
    ):
        return False
    if _refused(reading, one, low, sentence.end):
        return True
    if _NO_EFFECT.search(reading, low, one.start):
        return False
    return negated(reading, one.start, one.end) and not _REACHED.search(reading, low, one.start)


def refused(reading: Reading, start: int, end: int) -> bool:
    """Whether what stands between two places is said to be refused, given up or not done."""
    sentence = reading.sentence_at(start)
    return _refused(reading, Mention(start, end, "", ""), max(sentence.start, start - 60), sentence.end)


def _refused(reading: Reading, one: Mention, low: int, high: int) -> bool:
    """Whether it was refused, given up or not done, by the words before or behind it."""
    return bool(
        _REFUSED_BEFORE.search(reading, low, one.start)
        or _REFUSED_AFTER.match(reading, one.end, high)
        or (one.name == "embolization" and _GIVEN_UP.match(reading, one.end, high))
        or _OFFERED_BUT.match(reading, one.end, high)
        or _NOT_DONE.match(reading, one.end, high)
        or _IT_WAS_NOT.match(reading, one.end, high)
        or _with_another(reading, one, high)
    )


_AND = Phrase(r"\s*(?:,|/|\band\b|\bor\b|\band/or\b)\s*(?:(?!was\b|were\b|with\b|followed\b)[\w-]+\s+){0,2}$")
_BOTH_NOT = Phrase(
    r"(?:\s+(?:therapy|treatment|surgery))?\s+were\s+(?:both\s+|all\s+|therefore\s+|also\s+)?(?:refused|declined|rejected|withheld|omitted|contraindicated|precluded|deferred|avoided"
    r"|not\s+(?:given|performed|done|administered|possible|feasible|used|offered|considered|indicated|undertaken|necessary))\b"
)


def _with_another(reading: Reading, one: Mention, high: int) -> bool:
    """Whether it is refused together with the treatment behind it: `Surgery and radiation were declined`."""
    return any(
        _AND.match(reading, one.end, other.start) and _BOTH_NOT.match(reading, other.end, high)
        for other in reading.mentions("treatment", one.end, min(high, one.end + 45))
    )


_NO_EFFECT = Phrase(
    r"\b(?:respon[sd]\w*|effects?|benefit\w*|improvement|resistan\w+|refractory|relief|toxicity|complications?|morbidity|sequel\w+|regression|shrinkage)\s+"
    r"(?:\w+\s+)?(?:to|of|from|with|after|by|despite|on|following)\s+(?:(?!no\b|without\b)[\w-]+\s+){0,3}$"
)
"""`There was no response to chemotherapy`: it was given."""


_REFUSED_BEFORE = Phrase(
    r"\b(?:refus\w+|declin\w+|reject\w+|preclud\w+|contraindicat\w+|forgo|forwent|forewent|g[ai]ve\s+up"
    r"|omitt?(?:ed|ing)|avoid(?:ed|ing)"
    r"|(?:cho[os]e?\w*|prefer\w*|favou?r(?:ed|ing)|opted\s+for|selected)\s+(?:[\w-]+\s+){1,4}?(?:over|rather\s+than|instead\s+of|in\s+preference\s+to)|preferred\s+(?:[\w-]+\s+){1,3}?to(?!\s+\w+\s+(?:at|in|of)\b)"
    r"|withheld|withhold\w*|abandon(?:ed|ing)|(?:opt|decid|cho[os]|elect|decision|prefer)\w*\s+(?:\w+\s+){0,2}?(?:against|not\s+to)"
    r"|turned\s+down\s+for|(?:unfit|ineligible|unsuitable|(?:not|nor|never)\s+(?:\w+\s+){0,2}?(?:fit|eligible|suitable|a\s+candidate))\s+for"
    r"|(?:unwilling|reluctant)\s+to|(?:did|would)\s+not\s+(?:want|wish|accept|consent\s+to|agree\s+to|tolerate)|(?:in\s+)?(?:place|stead)\s+of"
    r"|in\s+lieu\s+of|obviat\w+"
    r"|no\s+(?:chemo|radio)-?\s*(?:and|or|/)|none\s+(?:of\s+(?:them|these|the\s+\w+"
    r"|the\s+\w+\s+\w+)\s+)?(?:had|received|underwent|required|needed|was|were)"
    r"|neither(?:\s+of\s+(?:them|the\s+\w+))?(?:\s+patient)?\s+(?:had|received|underwent"
    r"|was))\s+(?:(?!(?:and|but)\s+(?:\w+\s+){0,2}?(?:received|underwent|accepted|chose|preferred|opted|requested"
    r"|treated|agreed)\b|because\b)[\w-]+,?\s+){0,5}$"
)
_WAS_GIVEN = Phrase(
    r"(?:\s+(?:therapy|treatment))?(?:\s+[\d.,]+\s*m?c?gy?(?:/[\w.]+)?|\s*\([^)]{0,40}\))?\s+(?:was|were)\s+(?:then\s+|instead\s+|\w+ly\s+)?"
    r"(?:given|taken|started|administered|begun|commenced|initiated|delivered|performed|carried\s+out|used|prescribed|instituted|applied|undertaken|done|chosen)\b"
)
_GOVERNED = Phrase(
    r"\b(?:(?:was|were|been|being)\s+(?:then\s+|instead\s+|subsequently\s+|therefore\s+)?(?:treated|managed|started|placed)\s+(?:\w+\s+)?(?:with|by|on)"
    r"|received|underwent|chose|accepted|preferred|opted\s+for)\s+(?:(?!no\b|neither\b|nor\b|not\b|without\b|but\b|and\b|instead\b|rather\b|than\b|over\b|to\b)[\w-]+\s+){0,3}$"
)
_NOT_SO = Phrase(
    r"\b(?:not|never|neither|none|nobody|no\s+(?:patient|one|case)|nor|of\s+(?:them|the\s+\w+))\s+(?:\w+\s+){0,2}$"
)
"""`who refused surgery, was treated with radiosurgery`: the verb next to the treatment decides."""
_ANOTHER = Phrase(
    r"\b(?:refus|declin|reject|preclud|contraindic|omit|abandon|not\b|never\b)[^.;]{2,80}(?:,|\band|\bso|\bbut)\s+(?:the\s+|an?\s+|then\s+)?"
    r"(?:(?!no\b|neither\b|without\b|nor\b)[\w-]+\s+){0,5}$"
)
"""`refused radiotherapy, and pazopanib was started`: a new clause, whose verb says that it was done."""
_REFUSED_AFTER = Phrase(
    r"(?:\s+(?:treatment|therapy|intervention|management|procedures?|options?))?(?:\s+(?:of|for|to)\s+[^.;,]{1,40}?)?[\s,]*(?:(?:but|which|however|and|was|were|she|he|the"
    r"|patient|offered|recommended|advised|suggested|proposed|planned|considered|discussed|indicated|prescribed|scheduled|then|also|by|him|her|to|it"
    r"|this|had|been|has)[\s,;]+){0,9}(?:refused|declined|rejected"
    r"|g[ai]ve\s+(?:it|this|that)\s+up|opted\s+(?:against|out|for\s+observation)|(?:did|would)\s+not\s+(?:wish|want|consent|accept|agree|undergo|receive"
    r"|attend|proceed)|cho[os]e\s+not|(?:cho[os]e|opted|decided|elected|preferred)\s+to\s+(?:forgo|forego|decline|refuse|defer)|(?:cho[os]e|preferred|opted\s+for|elected)\s+(?:(?:a|an|the|palliative|definitive|instead)\s+)*(?:radi|proton|observ|conserv|non-?(?:op|sur)|stereo|sbrt|chemo|carbon|medical|best)\w*|elected\s+not|(?:was\s+)?(?:unwilling|reluctant))\b"
    r"(?!\s+(?:[\w-]+\s+){0,2}(?:radio|chemo|irradi|surg|treat|further|adjuv|another|operat))"
)
_GIVEN_UP = Phrase(
    r"(?:\s+(?!was\b|were\b)[\w-]+){0,4}?\s+(?:was|were|had\s+to\s+be)\s+(?:\w+ly\s+)?(?:(?:attempted|tried|planned|considered|discussed),?\s+(?:but|and)\s+)?"
    r"(?:(?:was|were|had\s+to\s+be|it\s+was)\s+)?(?:therefore\s+|then\s+|subsequently\s+)?(?:given\s+up|abandoned|aborted)\b"
    r"|(?:\s+(?!was\b|were\b)[\w-]+){0,3}?\s+(?:(?:was|were|had\s+been)\s+)?(?:attempted|tried)?[\s,]*(?:but|and|which|without)?\s*"
    r"(?:(?:was|were|had)\s+)?(?:failed|unsuccessful|(?<=without\s)success)\b"
)
"""`Embolization was given up for fear of a cord infarct`; a drug that is given up was given."""
_OFFERED_BUT = Phrase(
    r"(?:\s+(?!and\b)[\w-]+){0,6}?\s+(?:was|were|had\s+been)\s+(?:\w+ly\s+|also\s+|then\s+)?(?:advised|recommended|offered|suggested|proposed|planned|scheduled|indicated)\b"
    r"[^.;,]{0,50}?[\s,;]+(?:but|however|yet|although|though|which|and)\s+(?:[\w\x27’]+\s+){0,5}?"
    r"(?:refused|declined|rejected|(?:did|would)\s+not\s+(?:consent|agree|accept|comply|undergo|receive|attend|wish)|opted\s+(?:against|out|for)|cho[os]e(?!\s+to\b)|preferred|elected\s+(?:not|against|observation)|turned\s+(?:it|this)\s+down)\b"
    r"(?!\s+(?:[\w-]+\s+){0,2}(?:radio|chemo|irradi|surg|further|adjuv|another|operat))"
)
"""`Radiotherapy was advised after the operation, but the patient refused for economic reasons.`"""
_NOT_DONE = Phrase(
    r"(?:,\s+which\s+[^.;,]{0,80},)?(?:\s+(?:of|for|to|with)(?:\s+(?!was\b|were\b)[\w-]+){1,6}?)?\s*"
    r"(?:(?:(?:was|were|is|has\s+been|had\s+been)\s+)?(?:discussed|considered|(?:judged|deemed)\s+(?!too\b)\w+|offered"
    r"|planned|proposed|recommended|suggested|advised),?\s+(?:but|and|yet|although)\s+)?(?:it\s+"
    r"|this\s+)?(?:therefore\s+|thus\s+|then\s+)?"
    r"(?:(?:was|were|is|has\s+been|had\s+been|could|had|has|have|being)\s+)?(?:therefore\s+|thus\s+|thereby\s+)?"
    r"(?:(?:not|never)\s+(?:be\s+|been\s+|deemed\s+|felt\s+|thought\s+|considered\s+"
    r"|judged\s+)?(?:to\s+be\s+)?(?:given|performed|done|administered|possible"
    r"|feasible|undertaken|used|added|delivered|applied|received|offered|attempted|required|considered"
    r"|carried\s+out|indicated|necessary|needed"
    r"|advisable|appropriate|an\s+option|recommended|warranted|started|initiated|pursued|available)"
    r"|(?:been\s+)?(?:deemed|considered|judged|thought|felt|regarded\s+as|believed)\s+(?:to\s+be\s+"
    r"|to\s+(?:carry|entail|have|bear|pose|imply)\s+)?(?:an?\s+)?(?:too\s+\w+|unsafe|impossible|unfeasible|inappropriate|superfluous|needless"
    r"|unnecessary|hazardous|contraindicated|unwarranted|unacceptabl\w+|prohibitive\w*|excessive\w*|futile|unsuitable|inadvisable|unjustified|infeasible)"
    r"|refused|declined|omitted|withheld|contraindicated|precluded|impossible|rejected|unnecessary|foregone"
    r"|forgone|avoided|deferred"
    r"|superfluous|cancell?ed|called\s+off|not\s+wanted|dispensable"
    r"|(?:would|could|might)\s+(?:have\s+)?(?:been\s+)?(?:entail|carr[yi]|involve|cause|require|mean|meant|impl[yi]|sacrifice|lead\s+to|led\s+to|result\s+in|resulted\s+in|associated\s+with)(?:e?d)?\s+(?:an?\s+)?"
    r"(?:\w+ly\s+)?(?:unacceptable|prohibitive|excessive|undue|considerable|high|serious|significant|too|major|great)"
    r"|(?:held|kept)\s+in\s+reserve|reserved\s+for|ruled\s+out|out\s+of\s+the\s+question|dispensed\s+with)\b"
)
_IT_WAS_NOT = Phrase(
    r"[^.]{0,160}?(?:;|,\s+(?:but|however|although))\s+(?:it|this|both|these|they)\s+(?:was|were)\s+(?:however\s+|therefore\s+|later\s+|both\s+)?"
    r"(?:(?:not|never)\s+(?:considered|deemed|judged|felt|given|performed|administered|used|carried\s+out|thought|required|needed|necessary)"
    r"|called\s+off|cancell?ed|refused|declined|omitted|withheld)\b"
)
"""`Radiotherapy should be offered to such patients; it was not considered necessary here`."""

_REACHED = Phrase(
    r"\bevidence\b|\b(?:by|with|after|and|despite|following|since)\s+(?:(?!without|no\b|not\b|nor\b"
    r"|neither\b|never\b)[\w-]+\s+){0,2}$"
)
"""Words between a negation and a treatment that belong to the treatment: `without disease after surgery`."""

_MORE = Phrase(
    r"\b(?:complete(?:ly)?|total(?:ly)?|radical(?:ly)?|fully|entirely|gross|en[\s-]bloc|further|additional"
    r"|second|repeat|more|other|any\s+other"
    r"|subsequent|another|wide|re)[\s-]+(?:(?!without\b|no\b|but\b|resection\b|removal\b|excision\b|exeresis\b)[\w-]+\s+){0,2}$"
)

_OTHER_PART = Phrase(r"\b(?:completely|fully|entirely|repeat|second|another)[\s-]+(?:[\w-]+\s+){0,2}$")
"""`No further irradiation was given` is said where the primary had it; the lesion had none."""


_NOT_AGAIN = Phrase(r"\s+(?:was|were)\s+not\s+(?:repeated|resumed|continued|completed|finished|reattempted)\b")
"""`Embolization was not repeated`: it was done before."""


def more_of_it(reading: Reading, one: Mention) -> bool:
    """`Complete resection was not possible`, `she declined further chemotherapy`: some of it was done."""
    low = max(reading.sentence_at(one.start).start, one.start - 40)
    if _NOT_AGAIN.match(reading, one.end):
        return True
    pattern = _OTHER_PART if one.name == "radiotherapy" else _MORE
    return bool(pattern.search(reading, low, one.start))


def advised(reading: Reading, one: Mention) -> bool:
    """Whether a treatment is only recommended, planned or thought of, or was tried in vain."""
    sentence = reading.sentence_at(one.start)
    if _THEN_DONE.match(reading, one.end, sentence.end):
        return False
    if _TOO_LATE.search(reading, max(sentence.start, one.start - 70), one.start):
        return True
    before = _ADVISED_BEFORE.search(reading, max(sentence.start, one.start - 70), one.start)
    return bool(
        before
        or _OPTIONS.search(reading, max(sentence.start, one.start - 200), one.start)
        or _ADVISED_AFTER.match(reading, one.end, sentence.end)
        or _ADVISED_LATE.match(reading, one.end, sentence.end)
    )


_OPTIONS = Phrase(
    r"\b(?:options?|alternatives?|possibilities)\b(?:\s+(?!was\s+chosen|chosen\b)[\w-]+){0,6}?[\s,(:]+(?:including|included|such\s+as|like|comprised|comprising|namely|were|are|:)\s"
    r"(?:(?!chosen\b|underwent\b|performed\b|received\b|therefore\b)[^.;]){0,130}$"
)
"""`Several options, including en bloc spondylectomy and radiosurgery, were discussed.`"""
_TOO_LATE = Phrase(
    r"\b(?:died|succumbed|deteriorated|discharged|absconded|lost\s+to\s+follow[\s-]?up|death\s+occurred)\b[^.;]{0,25}?\b(?:before|prior\s+to)\s+(?:(?!after\b|despite\b)[\w-]+\s+){0,4}$"
)
"""`He died before radiotherapy could be given.`"""
_ADVISED_BEFORE = Phrase(
    r"\b(?:(?:was|were|is|has\s+been|had\s+been|we|be|being|and|to)\s+(?:recommend|advis|suggest|propos"
    r"|plan|consider|offer|schedul|discuss|book)\w*"
    r"|recommend(?:s|ed|ing)?|plead(?:s|ed)?\s+for|advocat\w+|argues?\s+for|in\s+favou?r\s+of|suggest(?:s|ed|ing)?|propos(?:ed|ing)|offered|schedul(?:ed|ing)\s+for"
    r"|await(?:s|ed|ing)?|contemplat\w+|should"
    r"|may|might|can|will|would|ought|(?:role|value|importance|usefulness|utility|necessity)\s+of|options?\s+(?:is|are|of|include\w*)"
    r"|candidate\s+for|need\s+for|referred\s+for|possibility\s+of"
    r"|benefit\s+of|planned\s+for|(?:discussion|consideration|evaluation|assessment|planning)\s+(?:of|for)|(?:discuss|consider)(?:ed|ing)|refer(?:red|ral)\s+(?:\w+\s+){0,3}for"
    r"|could\s+(?:have|be\s+considered))\s+"
    r"(?:(?!and\b|but\b|after\b|underwent\b|received\b|performed\b|followed\b|was\b|were\b)[\w/-]+,?\s+){0,5}$"
)
_THEN_DONE = Phrase(
    r"(?:\s+(?:to|of|for)(?:\s+[\w-]+){1,4}?)?(?:\s+(?:therapy|treatment))?\s*(?:\([^)]{0,40}\)\s*)?,?\s*(?:(?:which|and|but)\s+)?"
    r"(?:(?:he|she|it|the\s+patient|they)\s+)?(?:was\s+|has\s+been\s+)?(?:completed|tolerated|underwent|accepted|received|then\s+given|duly\s+given"
    r"|well\s+tolerated)\b"
)
"""`Referred for radiotherapy, which he completed`."""

_ADVISED_LATE = Phrase(
    r"[^.;]{0,70}?\b(?:is|are)\s+(?:strongly\s+|always\s+)?(?:recommended|advised|mandatory|warranted"
    r"|advisable|indicated)\b"
)
_ADVISED_AFTER = Phrase(
    r"(?:\s+(?:of|for|to|with|at|in|as)(?:\s+(?!was\b|were\b|is\b|and\b)[\w-]+){1,6}?)?(?:\s+(?:therapy"
    r"|treatment|surgery|alone))?\s*"
    r"(?:\([^)]{0,40}\)\s*)?(?:,?\s*which\s+)?(?:was|were|is|are|has\s+been|had\s+been|being|should|may"
    r"|might|can|will|would)\s+(?:(?:\w+ly|also|then|therefore|thus"
    r"|now|be|being|currently|strongly)\s+){0,3}"
    r"(?:recommended|advised|planned|considered(?!\s+(?:to\s+be\s+)?(?:complete|total|radical|adequate"
    r"|success|subtotal|curative|incomplete))|proposed|suggested|offered|scheduled|discussed|contemplated"
    r"|envisaged|awaited"
    r"|attempted\s+(?:and|but)\s+(?:\w+\s+)?(?:failed|unsuccess\w+|abandon\w+|impossible)"
    r"|attempted\s+(?:unsuccessfully|in\s+vain)|to\s+(?:follow|be\s+\w+)"
    r"|unsuccessful|the\s+(?:treatment|therapy)\s+of\s+choice|warranted|mandatory|(?<=is\s)(?:effective|useful)|(?<=are\s)(?:effective|useful)|(?<=be\s)(?:effective|useful))\b"
    r"(?!,?\s+and\s+(?:then\s+)?(?:performed|carried|given|done|undertaken|delivered|completed|accepted))"
)


_IN_GENERAL = Phrase(
    r"(?:\s+(?!was\b|were\b|and\b)[\w-]+){0,4}?\s+(?:(?:is|are|remains?)\s+(?:\w+ly\s+|often\s+|seldom\s+|still\s+|not\s+)*"
    r"(?:feasible|possible|the\s+(?:mainstay|treatment|therapy|method|gold|best|only|first|preferred|primary|cornerstone)|associated"
    r"|reserved|best\s+reserved|difficult|crucial|important|essential|controversial|necessary|needed|required|key|preferred|justified|challenging|safe|a\b|an\b)"
    r"|(?:has|have)\s+(?:\w+ly\s+|not\s+|never\s+|also\s+|yet\s+)*(?:been\s+(?:\w+ly\s+)?(?:shown|proven|proved|demonstrated|established|advocated|associated|advised|considered"
    r"|suggested|recommended|reported)|proven|(?:an?|no|little|limited)\s)"
    r"|(?:reduces?|improves?|prolongs?|facilitates?|allows?|permits?|enables?|seems?|appears?|provides?|offers?|plays?|helps?|decreases?|lowers?|prevents?|gives?|yields?|represents?|constitutes?|ensures?)\b"
    r"|(?:does|do)\s+not\s+(?:seem|appear|improve|prolong|prevent|reduce|affect|preclude|play|influence)\b"
    r"|(?:was|were)\s+(?:\w+ly\s+|not\s+)*(?:associated|correlated|predictive|related)\b|(?:did\s+not\s+)?(?:correlate|predict|influence)[sd]?\b"
    r"|(?:did\s+not\s+)?(?:improve|affect|prolong)[sd]?\s+(?:\w+\s+)?(?:survival|local\s+control|outcome))"
)


_INCLUDES = Phrase(
    r"\b(?:we|authors?)\s+(?:\w+\s+){0,2}?(?:recommend|advocate|suggest|propose|advise|favou?r|believe)\b(?:(?!underwent\b|performed\b)[^.;]){0,140}$"
    r"|\b(?:is|are)\s+(?:\w+ly\s+)?(?:common|frequent|rare|possible|known|high|seen|expected|the\s+rule)\b[^.;]{0,60}$|"
    r"\b(?:treatments?|management|therapy|therapies|options?|modalit(?:y|ies)|strateg(?:y|ies))\b[^.;]{0,80}?\b(?:includes?|consists?\s+of|comprises?|ranges?\s+from"
    r"|(?:is|are)\s+(?:\w+ly\s+)?(?:surgical|complete|total|gross|radical|surgery|resection|wide|en))\b[^.;]{0,90}$"
)
"""`Treatment of spinal tumours includes gross total resection`, `Recurrence is common even after total removal`."""


def in_general(reading: Reading, start: int, end: int) -> bool:
    """Whether what stands between two places is told as a rule or as a figure: `resection is the mainstay`."""
    return bool(
        _IN_GENERAL.match(reading, end)
        or _INCLUDES.search(reading, max(reading.sentence_at(start).start, start - 200), start)
    )
