"""The libraries' objects, without logic."""

from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx

from portal.rates import visitor  # its module also registers the storage scheme of the counters

babel = Babel()
compress = Compress()
csrf = CSRFProtect()
htmx = Htmx()
limiter = Limiter(visitor)
login = LoginManager()
migrate = Migrate(render_as_batch=True)
