"""Text to the language it is written in, as far as claimlint has to know: English, another one, or too short to say.

Decided by stop words over eight words or more, other scripts by their letters. Shorter segments follow their file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from claimlint import lazy
from claimlint.segment import Document

LEAST_WORDS = 8
_LOOKED_AT = 1500
_WORD = lazy.pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)*+")
_STOP_WORDS = {
    "en": "a i the and of to in is for with that are you your we our it be this can have from at by an as will has "
    "not do if but they their there who how what when which been after more most or was were may about all also "
    "do such than so no into over up out any some many only should would could must me my us our its his her need",
    "de": "der die das und ist nicht ein eine einen einer mit für von zu den dem des auf sich sie wir ihre ihr bei "
    "auch werden wird sind im es nach oder als wie kann durch zum zur aus haben hat über keine ohne unsere",
    "fr": "le la les des et est une un pour dans que qui vous nous votre notre avec sur pas du au aux ce cette sont "
    "par plus ou se ses sans vos nos être ne peut il elle leur mais après tout très c’est d’une",
    "es": "el la los las de que y en un una es por con para su sus se del al no más lo como este esta son puede pero "
    "nuestro nuestra usted sin sobre muy también desde o cuando hay entre tratamiento",
    "it": "il lo la gli le di che e è un una per con non del della dei delle si sono nel nella al alla più come anche "
    "questo questa può suo sua nostro nostra senza dal dalla o ma ai ed tra nostri vostra",
    "pt": "o a os as de que e em um uma é para com não do da dos das no na nos nas por mais como se seu sua são ao à "
    "ou pode também nosso nossa sem muito você pelo pela este esta mas tratamento",
    "nl": "de het een en van is op te dat die in voor met zijn niet aan er wij u uw we ons onze ook bij door kan naar "
    "om of maar als worden wordt heeft hebben deze dit geen uit meer zonder je jouw",
    "tr": "ve bir bu için ile da de çok daha olarak olan en sonra kadar gibi her ne ya değil veya ise tedavi hem bu "
    "tüm size bizim sizin olduğu olup yapılan edilir var yok ancak göre nasıl",
    "vi": "và của là có cho không được các một với những trong người này để bạn khi từ đến như chúng tôi đã sẽ điều "
    "trị hoặc thể tại về cũng nhiều rất hơn nếu bệnh phương pháp",
    "pl": "i w z na do nie się jest to że o jak po dla przez od są oraz ale za ich może być bez przy lub czy tym tego "
    "który która które nasz nasze jego jej więcej bardzo także zabieg",
    "sv": "och i att det som en på är av för med den till inte har de ett om vi du kan från men din vår efter eller "
    "när utan mer hos oss vid också alla",
    "da": "og i at det som en på er af for med den til ikke har de et om vi du kan fra men din vores efter eller når "
    "uden mere hos os ved også alle",
    "ro": "și în de la cu pe o un este nu care se din pentru mai sunt că sau prin după fără noastre dumneavoastră "
    "poate ale al tratament foarte",
    "id": "yang dan di untuk dengan dari pada ini itu adalah tidak dapat anda kami akan atau oleh ke dalam juga "
    "sebagai karena lebih sudah bisa kita perawatan",
}
_WEIGHTS: dict[str, tuple[str, ...]] = {}
for _language, _listed in _STOP_WORDS.items():
    for _word in _listed.split():
        _WEIGHTS[_word] = (*_WEIGHTS.get(_word, ()), _language)
_SCRIPTS = {
    "CYRILLIC": "ru", "GREEK": "el", "ARABIC": "ar", "HEBREW": "he", "DEVANAGARI": "hi", "THAI": "th", "HANGUL": "ko",
    "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "ARMENIAN": "hy", "GEORGIAN": "ka", "BENGALI": "bn", "TAMIL": "ta",
    "TELUGU": "te", "GUJARATI": "gu", "GURMUKHI": "pa", "KANNADA": "kn", "MALAYALAM": "ml", "KHMER": "km", "LAO": "lo",
    "MYANMAR": "my", "SINHALA": "si", "ETHIOPIC": "am",
}  # fmt: skip
_FOREIGN_LETTERS = {
    "ß": "de", "ğ": "tr", "ı": "tr", "ş": "tr", "đ": "vi", "ơ": "vi", "ư": "vi", "ł": "pl", "ñ": "es",
    "ã": "pt", "õ": "pt",
}  # fmt: skip


def language(text: str) -> str | None:
    """Return the language of `text` ("en", "de", …), or None where there is too little to tell."""
    sample = unicodedata.normalize("NFC", text[:_LOOKED_AT])
    script = _script(sample)
    if script:
        return script
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < LEAST_WORDS:
        return None
    return _winner(set(words), sample.lower())


def _winner(words: set[str], sample: str) -> str | None:
    """English keeps what is doubtful: a sentence left unread costs more than one read in vain.

    Another language has to show two stop words that English has not, so that “a” and “do” make no Portuguese.
    """
    counts: dict[str, float] = {}
    proofs: dict[str, int] = {}
    for word in words:
        known = _WEIGHTS.get(word.replace("’", "'"), ())
        for tongue in known:
            counts[tongue] = counts.get(tongue, 0.0) + 1.0 / len(known)
            proofs[tongue] = proofs.get(tongue, 0) + ("en" not in known)
    for letter, tongue in _FOREIGN_LETTERS.items():
        if letter in sample:
            counts[tongue] = counts.get(tongue, 0.0) + 1.0
    english = counts.get("en", 0.0)
    others = sorted(((count, tongue) for tongue, count in counts.items() if proofs.get(tongue, 0) > 1), reverse=True)
    best, tongue = others[0] if others else (0.0, "en")
    if tongue != "en" and best >= len(words) * 0.12 and best > english * 1.5:
        return tongue
    return "en" if english else None


def _script(sample: str) -> str | None:
    """Return the language that a script other than Latin speaks for, where it holds most of the letters."""
    letters = [char for char in sample if char.isalpha()]
    foreign = [char for char in letters if char > "\u036f" and not "\u1e00" <= char <= "\u1eff"]
    if len(foreign) < 4 or len(foreign) * 2 < len(letters):
        return None
    found: dict[str, int] = {}
    for char in foreign[:200]:
        name = unicodedata.name(char, "").partition(" ")[0].partition("-")[0]
        if name in _SCRIPTS:
            found[_SCRIPTS[name]] = found.get(_SCRIPTS[name], 0) + 1
    if "ja" in found:
        return "ja"
    return max(sorted(found), key=lambda tongue: found[tongue]) if found else None


def judge(document: Document) -> tuple[str | None, ...]:
    """Return the language of each segment; None is English.

    A segment too short to tell has the language of most of the longer ones, else the one that its file declares.
    """
    own = [language(segment.text) for segment in document.segments]
    common = _common(zip(own, (len(segment.text) for segment in document.segments), strict=True))
    if common is None and document.lang:
        common = re.split(r"[-_]", document.lang)[0].lower()
    return tuple(None if (tongue or common or "en") == "en" else tongue or common for tongue in own)


def _common(judged: Iterable[tuple[str | None, int]]) -> str | None:
    weights: dict[str, int] = {}
    for tongue, length in judged:
        if tongue:
            weights[tongue] = weights.get(tongue, 0) + length
    return max(sorted(weights), key=lambda tongue: weights[tongue]) if weights else None
