"""Scripts like SQLCMD reads them: bytes to text (``source``), text to batches (``split``, ``commands``), what they
hold (``facts``), and sending them one after another (``run``)."""
