"""Find relations: what follows from events that took place, and what nouns and names say by themselves.

beside.py, offices.py and inside.py read names and what stands beside them, bodies.py whose body a post is in;
from_events.py reads events; papers.py, matters.py and similar.py read instruments; suits.py and focus.py keep what
earlier sentences said; byline.py reads the article's head.
find.py runs them over a document, records.py makes records of what they found.
"""

from kg.extract.relations.find import find_relations, list_posts, read_beside
from kg.extract.relations.wording import list_relations

__all__ = ["find_relations", "list_posts", "list_relations", "read_beside"]
