"""Find relations: what follows from events that took place, and what nouns and names say by themselves.

beside.py, offices.py and inside.py read names and what stands beside them; from_events.py reads events; papers.py,
matters.py and similar.py read instruments; suits.py what earlier sentences said of a lawsuit; byline.py the article.
find.py runs them over a document, records.py makes records of what they found.
"""

from kg.extract.relations.find import find_relations, list_posts, read_beside
from kg.extract.relations.wording import list_relations

__all__ = ["find_relations", "list_posts", "list_relations", "read_beside"]
