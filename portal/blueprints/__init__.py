"""The web, one package a feature. Blueprints never import one another."""

from portal.blueprints import accounts, backoffice, contacts, grids, health, home, placards

BLUEPRINTS = (
    home.public,
    grids.public,
    grids.staff,
    contacts.public,
    contacts.staff,
    placards.public,
    placards.staff,
    accounts.staff,
    backoffice.staff,
    health.public,
)
