"""The configuration as the command line sees it: kg.toml, KG_* variables, and where each value comes from."""

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.config import Config

DEFAULT_FILE = Path("kg.toml")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting in force. `origin` is "default", the file's name, or the variable's."""

    name: str
    value: object
    origin: str


def find_config_file() -> Path | None:
    """Return the file named by KG_CONFIG, or ./kg.toml where there is one."""
    named = os.environ.get("KG_CONFIG")
    return Path(named) if named else DEFAULT_FILE if DEFAULT_FILE.exists() else None


def read_settings() -> "Config":
    """Return the settings in force: variables beat the file, the file beats the defaults.

    Raises:
        SourceError: The file is missing or no TOML.
        ConfigError: A setting is unknown, or has a value of the wrong kind.
    """
    from server.config import load_config

    return load_config(find_config_file(), os.environ)


def list_settings() -> list[Setting]:
    """Return every setting with its value and origin; a token is shown as set or not, never itself."""
    config, path = read_settings(), find_config_file()
    in_file = tomllib.loads(path.read_text(encoding="utf-8")).get("server", {}) if path else {}
    found = []
    for row in fields(config):
        variable = f"KG_{row.name.upper()}"
        origin = variable if variable in os.environ else str(path) if row.name in in_file else "default"
        value = getattr(config, row.name)
        shown = "(set)" if row.name == "token" and value else str(value) if isinstance(value, Path) else value
        found.append(Setting(row.name, shown, origin))
    return found
