"""The pages for people. Each shows the SPARQL behind it; none needs JavaScript, and some are better with it.

```
queries/*.rq ─Inquiry.ask→ rows ─one module a page→ records ─templates→ HTML ─respond_page→ response
```
"""
