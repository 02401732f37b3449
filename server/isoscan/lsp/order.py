"""An extraction as it is ordered: all that its result depends on, ready for another process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from isoscan.config import Config
from isoscan.lsp.documents import Document
from isoscan.lsp.extract import as_sentence, shown_path, source_path
from isoscan.lsp.failures import RefusalError
from isoscan.lsp.settings import folder_for_extraction
from isoscan.lsp.uris import module_name
from isoscan.surroundings import package_of, template_for

if TYPE_CHECKING:
    from isoscan.analysis import Analysis
    from isoscan.extraction import Extraction
    from isoscan.extraction.again import Making


class Order(NamedTuple):
    """What is extracted from, and how.

    `source` is the file's absolute path, `shown` the path that new files name it by; `package` is the dotted
    package that it is a module of, "" if in none; `template` is a packaged one's name or a file's path;
    `namespace` is the scanner that is meant, "" for all. `opinions` are a language model's, as
    `opinion.evidence` writes them. `key` is the one for such a model's server, and `sends` says whether
    anything may be sent there.
    """

    text: str
    config: Config
    module_name: str
    source: str
    shown: str
    package: str
    template: str
    namespace: str = ""
    opinions: Sequence[Sequence[object]] = ()
    key: str = ""
    sends: bool = False

    @classmethod
    def of_json(cls, data: str | bytes) -> Order:
        """The order that `to_json` wrote down."""
        fields: dict[str, Any] = json.loads(data)
        settings: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in fields["config"].items()
        }
        if settings["ai"] is not None:
            from isoscan.ai_settings import AiSettings

            settings["ai"] = AiSettings(**settings["ai"])
        return cls(**{**fields, "config": Config(**settings)})

    def to_json(self) -> bytes:
        """The order as a line of ASCII."""
        return json.dumps({**self._asdict(), "config": asdict(self.config)}).encode("ascii") + b"\n"


def order_for(document: Document, config: Config, namespace: str = "") -> Order:
    """Order extraction from the text in the editor; raises RefusalError for a document that is no file."""
    source = source_path(document).absolute()
    return Order(
        document.text,
        config,
        module_name(document.uri),
        str(source),
        shown_path(document, config),
        package_of(source)[0],
        template_for(config.template, source),
        namespace,
        document.plain_opinions(config),
    )


# What is kept while a text is edited does not number lines as the file does, so these start afresh; and they
# load the tools of extraction, which take longer than a server may take to start.


def analysed(order: Order) -> Analysis:
    """The analysis of the ordered text as a whole."""
    from isoscan.analysis import analyse

    opinions = None
    if order.opinions:
        from isoscan.opinion.evidence import of_plain

        opinions = of_plain(order.opinions)
    return analyse(order.text, order.config, module_name=order.module_name, opinions=opinions)


def making_of(order: Order) -> Making:
    """How the order wants modules made: formatted as the code of their project is."""
    from isoscan.extraction.again import Making
    from isoscan.workspace.finishing import finisher_for

    source = Path(order.source)
    finish = finisher_for(source, folder_for_extraction(order.config, source))
    return Making(order.shown, order.config, order.template, order.package, finish)


def extraction_of(order: Order, analysis: Analysis, namespace: str) -> Extraction:
    """Extract one scanner; where that cannot be done, the extraction's `problem` says why."""
    return next(making_of(order).all_of(analysis, [namespace]))


def extracted(order: Order, analysis: Analysis, namespace: str) -> Extraction:
    """Extract one scanner; raises RefusalError with the reason where that cannot be done."""
    extraction = extraction_of(order, analysis, namespace)
    if extraction.problem:
        raise RefusalError(as_sentence(extraction.problem))
    return extraction


def source_of(order: Order) -> Path:
    """The file that is extracted from, as a module: for a notebook, the one that its cells would be."""
    return Path(order.source).with_suffix(".py")
