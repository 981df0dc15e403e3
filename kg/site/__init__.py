"""A hub as a folder of files, for sites that are built: the same bytes that the service answers, at the same names.

    publish(Path("dist/kg"), graph)

`table` says which files there are, `folder` keeps a folder equal to them.
"""

from kg.site.folder import Published, publish
from kg.site.table import SHEETS, File, Sheet, asked, files

__all__ = ["SHEETS", "File", "Published", "Sheet", "asked", "files", "publish"]
