"""`flask rotate-keys` and `flask new-key`: docs/operations.md says in which order."""

import time
from collections import Counter
from collections.abc import Mapping

import click
from flask.cli import with_appcontext

from portal.attachments import photo_files
from portal.domain.keeping.digests import OF_CODES
from portal.encryption import key_ids, new_key
from portal.rotation import keys_in_use, reseal_files, rotate


@click.command("rotate-keys")
@click.option("--check", is_flag=True, help="Only tell which keys are in use; write nothing.")
@with_appcontext
def rotate_keys(check: bool) -> None:
    """Seal every field under the first key. Safe while the portal serves, safe to kill and to repeat."""
    if not check:
        began = time.monotonic()
        rotated = rotate(_progress)
        reseal_files(photo_files(), rotated)
        click.echo(
            f"{rotated.done.total()} rows and files sealed under {key_ids()[0]} in {time.monotonic() - began:.1f} s"
        )
        for place, rows in sorted(rotated.closed.items()):
            click.echo(f"not opened, left as they are: {len(rows)} of {place}")
    used = keys_in_use(photo_files())
    _tell(used)
    left = sum(
        many
        for place, keys in used.items()
        if place not in OF_CODES
        for key, many in keys.items()
        if key != key_ids()[0]
    )
    if left and not check:
        raise SystemExit(1)


@click.command("new-key")
def make_key() -> None:
    """Print a fresh key with an id that is not in use, to be put in front of LINGE_FIELD_KEYS. Nothing is stored."""
    number = 1
    while f"k{number}" in key_ids():
        number += 1
    click.echo(new_key(f"k{number}"))


def _progress(table: str, rows: int) -> None:
    if rows and rows % 2000 == 0:
        click.echo(f"  {table}: {rows}")


def _tell(used: Mapping[str, Counter[str]]) -> None:
    """Which column is under which key; then of each key whether it may go."""
    for place, keys in used.items():
        if keys:
            click.echo(f"{place}: " + ", ".join(f"{many} under {key}" for key, many in sorted(keys.items())))
    current = key_ids()[0]
    for key_id in dict.fromkeys((*key_ids(), *(key for keys in used.values() for key in keys))):
        needed = {place: keys[key_id] for place, keys in used.items() if keys[key_id]}
        click.echo(f"{key_id}: {_verdict(key_id, current, needed)}")


def _verdict(key_id: str, current: str, needed: Mapping[str, int]) -> str:
    if key_id == current:
        return "the current key"
    if not needed:
        return "no longer needed, may be taken out of LINGE_FIELD_KEYS"
    if key_id not in key_ids():
        return f"NOT AMONG LINGE_FIELD_KEYS; {sum(needed.values())} values cannot be read without it"
    if set(needed) <= set(OF_CODES):
        codes = ", ".join(f"{many} {OF_CODES[place]}" for place, many in needed.items())
        return f"still needed to recognise {codes}"
    rows = sum(many for place, many in needed.items() if place not in OF_CODES)
    return f"still needed by {rows} values; run flask rotate-keys"
