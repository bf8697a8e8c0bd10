"""The extractor: what the rules find, and what a model adds to it."""

from collections import Counter
from dataclasses import dataclass, field, replace

from kg.client import Client
from kg.extract import extract_document
from kg.extract.model.answer import ProposedClaim, ProposedEvent, read_answer
from kg.extract.model.check import Checker
from kg.extract.model.prompt import make_request
from kg.model import Document, Extraction, NameScanner


@dataclass(frozen=True)
class ModelExtractor:
    """An extractor that asks a server which speaks the OpenAI chat protocol; call it as `extract_document` is called.

    `url` is the address of the server's API ("http://127.0.0.1:11434/v1"), `model` a model's name there, `key` its
    bearer token, if it needs one. `kept` and `dropped` count the proposals of all calls, by sort and by reason.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    client: Client = field(default_factory=lambda: Client(pause=0.0, timeout=120.0, most_bytes=2**20), repr=False)
    kept: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    def __call__(self, document: Document, names: NameScanner) -> Extraction:
        """Extract by the rules, ask the model, and add what holds; each addition is `foundBy` "model/" and its name.

        Raises:
            AuthorityError: The server cannot be reached, or answers with an error or with more than a megabyte.
        """
        extraction = extract_document(document, names)
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        address = f"{self.url.rstrip('/')}/chat/completions"
        answer = self.client.ask(address, make_request(document.text, self.model), headers)
        proposals = read_answer(answer, self.dropped)
        checker = Checker(extraction, f"model/{self.model}", self.dropped)
        claims = checker.accept_claims([one for one in proposals if isinstance(one, ProposedClaim)])
        everything = (*extraction.claims, *claims)
        events = checker.accept_events([one for one in proposals if isinstance(one, ProposedEvent)], everything)
        self.kept.update(claims=len(claims), events=len(events))
        return replace(extraction, claims=everything, events=(*extraction.events, *events))

    def describe(self) -> str:
        """Return one line: what was proposed, what was kept, and what was dropped by which reason."""
        reasons = ", ".join(f"{reason} ({count})" for reason, count in self.dropped.most_common())
        kept = f"{self.kept['claims']} claims and {self.kept['events']} events kept"
        return f"{self.model}: {kept}; {self.dropped.total()} dropped" + (f": {reasons}" if reasons else "")
