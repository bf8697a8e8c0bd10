"""The server as a reconciliation service: version 0.2 at `/reconcile`, version 1.0-draft at `/reconcile/1.0`.

Both match names against the things of the graph and of the gazetteer, suggest things, types and properties while
somebody types, preview a thing, and extend matched things with values of their properties.

Source: Reconciliation Service API, W3C Entity Reconciliation Community Group.
"""

from server.reconcile import v02, v10

blueprints = (v02.blueprint, v10.blueprint)
