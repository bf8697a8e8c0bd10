"""The embedded engine: the rule table compiled for one ontology, evaluated over columns of numbers.

```
dictionary   terms as numbers                    columns    relations as sorted arrays, and their indexes
values       literals by what they mean          literals   what follows from that, without literals as subjects
solve        a rule row, one binding at a time   compile    rule rows + schema → plans (rules with constants)
equality     sets of same things, one for all    join       a plan over columns → new keys
reasoner     plans until nothing new follows     expand     the closure back in the terms given
withdraw     taking triples back                 search     proofs, from the goal backwards
files        N-Triples in and out                engine     graph in, inferred graph and findings out
```
"""
