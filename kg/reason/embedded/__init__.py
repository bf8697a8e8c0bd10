"""The embedded engine: the rule table compiled for one ontology, evaluated over columns of numbers.

```
dictionary   terms as numbers                    columns    relations as sorted arrays, and their indexes
values       literals by what they mean          compile    rule rows + schema → plans (rules with constants)
equality     sets of same things, one for all    join       a plan over columns → new keys
solve        a rule row, one binding at a time   reasoner   rounds of plans until nothing is new; adding, withdrawing
```
"""
