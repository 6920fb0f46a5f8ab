"""The model's data → a pipeline that reads as spaCy's own does, in a third of the time.

Importing spaCy brings its command line, its training and the validation of configurations, none of which reading a
sentence needs; loading a model adds 85,000 strings and 1,300 tokenizer exceptions, of which a page uses a few. Here
only the components are imported and filled from the model's folder. What they import beside that is stood in for by
inert modules, so this is for a process of claimlint's own: nothing else in it may use spaCy. After a fault the stock
road is no longer open to the process, since compiled modules cannot be imported twice: `Blocked` asks its owner to
start anew with the road closed.
"""

from __future__ import annotations

import copyreg
import importlib
import importlib.util
import os
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

from claimlint.language.labels import Labels

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

OPT_OUT = "CLAIMLINT_STOCK_SPACY"
TESTED = ((3, 8, 13), (3, 9, 0))
"""The versions of spaCy for which both roads were compared: from the first, before the second."""

_SHELLS = (
    "spacy",
    "spacy.lang",
    "spacy.lang.en",
    "spacy.ml",
    "spacy.ml.models",
    "spacy.pipeline",
    "spacy.training",
    "srsly",
    "thinc.layers",
    "thinc.shims",
)
"""Packages whose modules are wanted but not what their `__init__` gathers."""
_INERT = {
    "catalogue": "Registry RegistryError",
    "confection": "",
    "confection.validation": "Schema ValidationError validate_type",
    "packaging": "",
    "packaging.requirements": "Requirement",
    "packaging.specifiers": "InvalidSpecifier SpecifierSet",
    "packaging.version": "InvalidVersion Version",
    "spacy.compat": "importlib_metadata",
    "spacy.lang.tokenizer_exceptions": "URL_MATCH",
    "spacy.language": "Language",
    "spacy.schemas": "TokenPattern validate_token_pattern",
    "spacy.scorer": "Scorer",
    "spacy.training": "Example remove_bilu_prefix split_bilu_label validate_examples validate_get_examples",
    "thinc.api": "Adam Config ConfigValidationError Mish Optimizer PyTorchLSTM SequenceCategoricalCrossentropy "
    "compounding decaying fix_random_seed with_padded",
    "thinc.config": "",
    "thinc.shims": "Shim",
    "wasabi": "table",
}
"""Names that are asked for at import and never used in reading, by module; any other name is a fault."""
_THINC = {
    "thinc.backends": "CupyOps MPSOps NumpyOps Ops get_current_ops get_ops use_ops",
    "thinc.initializers": "glorot_uniform_init normal_init uniform_init zero_init",
    "thinc.model": "Model set_dropout_rate",
    "thinc.util": "get_array_module",
}
"""Where what is asked of `thinc.api` lies."""
_LAYERS = {
    "chain": "chain",
    "clone": "clone",
    "concatenate": "concatenate",
    "expand_window": "expand_window",
    "HashEmbed": "hashembed",
    "LayerNorm": "layernorm",
    "Linear": "linear",
    "list2array": "list2array",
    "list2ragged": "list2ragged",
    "Maxout": "maxout",
    "noop": "noop",
    "ragged2list": "ragged2list",
    "residual": "residual",
    "Softmax_v2": "softmax",
    "with_array": "with_array",
}


class Blocked(BaseException):
    """The fast road failed; no error of the run, so nothing on the way that handles errors may stop it."""


class Pipeline:
    """What reading needs of a spaCy `Language`: `make_doc`, `pipe`, `vocab`."""

    def __init__(self, tokenizer: _Tokenizer, components: Iterable[Any], labels: Labels) -> None:
        self._tokenizer = tokenizer
        self._components = tuple(components)
        self._labels = labels
        self.vocab: Vocab = tokenizer.vocab

    def make_doc(self, text: str) -> Doc:
        """Part a text into tokens."""
        try:
            return self._tokenizer.make_doc(text)
        except Exception as error:
            raise Blocked from error

    def pipe(self, docs: Iterable[Doc], batch_size: int) -> Iterator[Doc]:
        """Yield the documents with tags, trees and lemmas."""
        try:
            for component in self._components:
                docs = component.pipe(docs, batch_size=batch_size)
            yield from self._labels.read(docs)
        except Exception as error:
            raise Blocked from error


_process = {"own": False}


def allow() -> None:
    """Open the road in this process; for whoever owns the process, since nothing else in it may use spaCy after."""
    _process["own"] = True


def is_allowed() -> bool:
    """Return whether this process was said to be claimlint's own."""
    return _process["own"]


def is_open() -> bool:
    """Return whether the road may be taken: own process, no opt-out, no spaCy yet, a version it was tested with."""
    if not _process["own"] or os.environ.get(OPT_OUT) or "spacy" in sys.modules or "thinc" in sys.modules:
        return False
    found = _version()
    return found is not None and TESTED[0] <= found < TESTED[1]


def load(folder: Path) -> Pipeline:
    """Return the pipeline of a model's folder. Raises Blocked."""
    try:
        _stand_in()
        return _build(folder)
    except Exception as error:
        raise Blocked from error


def _version() -> tuple[int, ...] | None:
    """Read spaCy's version without importing it."""
    spec = importlib.util.find_spec("spacy")
    if spec is None or not spec.submodule_search_locations:
        return None
    try:
        about = (Path(spec.submodule_search_locations[0]) / "about.py").read_text(encoding="utf-8")
    except OSError:
        return None
    match = re.search(r"__version__ = \"(\d+)\.(\d+)\.(\d+)\"", about)
    return tuple(map(int, match.groups())) if match else None


class _Anything(type):
    """The type of what stands in for a name: it can be called, decorate, and be asked for further names."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls

    def __getitem__(cls, _: Any) -> Any:
        return cls

    def __contains__(cls, _: Any) -> bool:
        return True

    def __iter__(cls) -> Iterator[Any]:
        raise TypeError("nothing is in it")

    def __call__(cls, *args: Any, **named: Any) -> Any:
        if cls is _Nothing:
            return args[0] if len(args) == 1 and callable(args[0]) and not named else cls
        return super().__call__(*args, **named)


class _Nothing(metaclass=_Anything):
    """Stands in for a class or function that is named but never used."""


class _ThincApi(ModuleType):
    """`thinc.api` that imports a layer when it is asked for."""

    def __getattr__(self, name: str) -> Any:
        home = next((module for module, names in _THINC.items() if name in names.split()), None)
        if home is None:
            if name not in _LAYERS:
                raise AttributeError(name)
            home = f"thinc.layers.{_LAYERS[name]}"
        value = _named(home, name)
        setattr(self, name, value)
        return value


class _Shelf:
    """A registry of `catalogue` without entry points: what modules register is found, nothing else is."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self._kept: dict[str, Any] = {}

    def __call__(self, name: str, func: Any = None) -> Any:
        def keep(value: Any) -> Any:
            self._kept[name] = value
            return value

        return keep if func is None else keep(func)

    register = __call__

    def get_all(self) -> dict[str, Any]:
        return self._kept

    def get(self, name: str) -> Any:
        return self._kept[name]


class _Shelves(type):
    def __getattr__(cls, name: str) -> _Shelf:
        if name.startswith("__"):
            raise AttributeError(name)
        shelf = _Shelf()
        setattr(cls, name, shelf)
        return shelf


class _Registry(metaclass=_Shelves):
    """`thinc.registry`: a shelf of any name."""


def _named(module: str, name: str) -> Any:
    return getattr(importlib.import_module(module), name)


def _put(name: str, module: ModuleType) -> ModuleType:
    for inert in _INERT.get(name, "").split():
        setattr(module, inert, _Nothing)
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)
    return module


def _shell(name: str) -> ModuleType:
    """A package without its `__init__`: its modules are found, its gathered names are not."""
    top, *rest = name.split(".")
    spec = importlib.util.find_spec(top) if not rest else None
    places = spec.submodule_search_locations if spec else None
    if rest:
        places = [str(Path(sys.modules[top].__path__[0], *rest))]
    if not places:
        raise ImportError(name)
    module = ModuleType(name)
    module.__path__ = list(places)
    module.__spec__ = ModuleSpec(name, None, is_package=True)
    return _put(name, module)


def _stand_in() -> None:
    version = _version()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads spin for longer than the model computes
    for name in ("thinc", *_SHELLS):
        _shell(name)
    for name in _INERT:
        if name not in _SHELLS:
            _put(name, _ThincApi(name) if name == "thinc.api" else ModuleType(name))
    sys.modules["catalogue"].create = _Shelf  # type: ignore[attr-defined]
    for name in ("thinc", "thinc.config"):
        sys.modules[name].registry = _Registry  # type: ignore[attr-defined]
    vars(sys.modules["spacy"])["__version__"] = ".".join(map(str, version or ()))
    vars(sys.modules["spacy.compat"]).update(
        copy_reg=copyreg, CudaStream=None, cupy=None, is_windows=sys.platform == "win32", Literal=Literal
    )
    for name in ("srsly._json_api", "srsly._msgpack_api"):
        for public, value in vars(importlib.import_module(name)).items():
            sys.modules["srsly"].__dict__.setdefault(public, value)


class _AddressMatch:
    """Matches addresses; the pattern, large and slow to compile, is made for the first text with a dot."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._match: Any = None

    def __call__(self, text: str) -> Any:
        if "." not in text:
            return None
        self._match = self._match or re.compile(self._pattern).match
        return self._match(text)


class _Tokenizer:
    """The tokenizer with its exceptions added when one may occur; all at once they cost more than a page's reading."""

    def __init__(self, vocab: Vocab, data: dict[str, Any]) -> None:
        self.vocab = vocab
        self._tokenizer = _named("spacy.tokenizer", "Tokenizer")(
            vocab,
            prefix_search=re.compile(data["prefix_search"]).search,
            suffix_search=re.compile(data["suffix_search"]).search,
            infix_finditer=re.compile(data["infix_finditer"]).finditer,
            token_match=data["token_match"] and re.compile(data["token_match"]).match,
            url_match=_AddressMatch(data["url_match"]),
            faster_heuristics=data["faster_heuristics"],
        )
        self._pending: dict[str, Any] = {}
        self._lengths: dict[str, frozenset[int]] = {}
        for text, parts in data["exceptions"].items():
            if len(text) < 2 or text.split() != [text]:
                self._tokenizer.add_special_case(text, parts)
            else:
                self._pending[text] = parts
                self._lengths[text[:2]] = self._lengths.get(text[:2], frozenset()) | {len(text)}

    def make_doc(self, text: str) -> Doc:
        # spaCy also finds an exception whose parts stand apart: “10 am” for “10am”.
        squeezed = "".join(text.split())
        for start in range(len(squeezed) - 1):
            for length in self._lengths.get(squeezed[start : start + 2], ()):
                parts = self._pending.pop(squeezed[start : start + length], None)
                if parts is not None:
                    self._tokenizer.add_special_case(squeezed[start : start + length], parts)
        made: Doc = self._tokenizer(text)
        return made


def _vocab(folder: Path) -> Vocab:
    attrs = importlib.import_module("spacy.attrs")
    layered = _named("spacy.util", "add_lookups")
    getters = {**_named("spacy.lang.lex_attrs", "LEX_ATTRS"), attrs.LANG: lambda _: "en"}
    del getters[attrs.LIKE_URL]  # nothing that reads a sentence asks for it
    getters[attrs.NORM] = layered(getters[attrs.NORM], _named("spacy.lang.norm_exceptions", "BASE_NORMS"))
    vocab: Vocab = _named("spacy.vocab", "Vocab")(lex_attr_getters=getters)
    vocab.lookups.from_disk(folder / "vocab")
    getters[attrs.NORM] = layered(getters[attrs.NORM], vocab.lookups.get_table("lexeme_norm"))
    return vocab


_MODELS = ("parser", "tagger", "tok2vec")


def _build(folder: Path) -> Pipeline:
    """Make the components as the model's `config.cfg` names them; its sum is checked, so it says what is said here."""
    importlib.import_module("spacy.tokens")  # first, because of a circle of imports
    vars(sys.modules["spacy.pipeline"])["Lemmatizer"] = _named("spacy.pipeline.lemmatizer", "Lemmatizer")
    parser, tagger, tok2vec = (importlib.import_module(f"spacy.ml.models.{name}") for name in _MODELS)
    vocab = _vocab(folder)
    embed = tok2vec.MultiHashEmbed(
        width=96,
        attrs=["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        rows=[5000, 1000, 2500, 2500, 50, 50],
        include_static_vectors=False,
    )
    encode = tok2vec.MaxoutWindowEncoder(width=96, depth=4, window_size=1, maxout_pieces=3)
    listener = tok2vec.tok2vec_listener_v1
    parser_model = parser.build_tb_parser_model(
        tok2vec=listener(96, "tok2vec"),
        state_type="parser",
        extra_state_tokens=False,
        hidden_width=64,
        maxout_pieces=2,
        use_upper=True,
    )
    components = {
        "tok2vec": _named("spacy.pipeline.tok2vec", "Tok2Vec")(vocab, tok2vec.build_Tok2Vec_model(embed, encode)),
        "tagger": _named("spacy.pipeline.tagger", "Tagger")(vocab, tagger.build_tagger_model(listener(96, "tok2vec"))),
        "parser": _named("spacy.pipeline.dep_parser", "DependencyParser")(vocab, parser_model, min_action_freq=30),
        "attribute_ruler": _named("spacy.pipeline.attributeruler", "AttributeRuler")(vocab),
        "lemmatizer": _named("spacy.lang.en.lemmatizer", "EnglishLemmatizer")(vocab, None, "lemmatizer", mode="rule"),
    }
    for name, component in components.items():
        component.from_disk(folder / name, exclude=["vocab"])
    data = _named("srsly", "msgpack_loads")((folder / "tokenizer").read_bytes())
    labels = Labels(components.pop("attribute_ruler"), components.pop("lemmatizer"))
    return Pipeline(_Tokenizer(vocab, data), components.values(), labels)
