"""Language: a sentence with trigger places → what its grammar does to each of them, and who acts.

The only home of spaCy. A sentence without any cue word is read without importing it.
"""

from claimlint.language.cues import Cues, load_cues, word_set
from claimlint.language.marks import read, tells_of_disease
from claimlint.language.model import model_name, warm_up
from claimlint.language.probe import Mark, MarkKind, Probe, Reading, Trigger
from claimlint.language.role import Role, Standing, stand

__all__ = [
    "Cues",
    "Mark",
    "MarkKind",
    "Probe",
    "Reading",
    "Role",
    "Standing",
    "Trigger",
    "load_cues",
    "model_name",
    "read",
    "stand",
    "tells_of_disease",
    "warm_up",
    "word_set",
]
