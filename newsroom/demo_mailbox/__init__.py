"""The demo's mail: kept as files and read on a page, so that nothing leaves the machine."""
