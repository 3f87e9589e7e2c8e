"""A server's ``atlas.xml``: understood, changed to the byte, proven. The core (connection, source, encoding,
tags, document, tree, change, diff) takes bytes and gives data; files are touched in ``write`` alone, through
a port."""
