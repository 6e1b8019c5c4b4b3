"""Units beside the tree of places: 城管, 消防, 民政, a property company under contract."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.domain.grids.models import Subdistrict


class Department(Base):
    """部门. With a subdistrict it works there only; without one, in the whole town."""

    __tablename__ = "departments"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    phone: Mapped[str] = mapped_column(String(30), default="", server_default="")
    duties: Mapped[str] = mapped_column(String(200), default="", server_default="")
    subdistrict_id: Mapped[int | None] = mapped_column(ForeignKey("subdistricts.id"))
    # The first day on which nothing more is handed to it.
    closed_on: Mapped[date | None]
    subdistrict: Mapped[Subdistrict | None] = relationship()
