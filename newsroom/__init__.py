"""The project: settings, addresses, the embedded database, the site's own record, front page and error pages."""
