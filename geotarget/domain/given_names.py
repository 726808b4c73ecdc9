"""Common given names in Norway (Statistics Norway), without capitals, æ, ø and å."""

from __future__ import annotations

# fmt: off
COMMON_GIVEN_NAMES = frozenset({
    "ahmed", "ali", "anders", "andreas", "anita", "anna", "anne", "arne", "astrid", "bente",
    "berit", "bjorg", "bjorn", "camilla", "daniel", "einar", "eirik", "elisabeth", "emma",
    "erik", "espen", "eva", "fredrik", "geir", "gerd", "grete", "gunnar", "hans", "harald",
    "heidi", "helge", "henrik", "hilde", "ida", "inger", "ingrid", "jan", "johan", "john",
    "jon", "jonas", "julie", "kari", "karin", "kjell", "knut", "kristian", "kristin", "lars",
    "leif", "linda", "line", "liv", "magnus", "maria", "marianne", "marit", "marius",
    "martin", "mohammed", "morten", "nils", "nina", "nora", "odd", "ola", "olav", "ole",
    "oyvind", "per", "randi", "roger", "rune", "sara", "silje", "siri", "solveig", "stian",
    "svein", "sverre", "terje", "thomas", "tom", "tone", "tor", "tore", "trine", "trond",
    "unni", "wenche",
})
# fmt: on
