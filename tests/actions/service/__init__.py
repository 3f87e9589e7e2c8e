"""Services and accounts: kinds on models and on Windows' documented answers."""
