"""The application for a WSGI server of one's own, set up by `KG_*` variables and the file that `KG_CONFIG` names.

    gunicorn --workers 1 --threads 16 server.wsgi:app

One process only: it owns the store, and has processes of its own for queries.
"""

import os
from pathlib import Path

from server import create_app, load_config

_file = os.environ.get("KG_CONFIG")
app = create_app(load_config(Path(_file) if _file else None, os.environ))
