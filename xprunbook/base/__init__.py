"""What every room needs and what knows no room: errors, the text gate, the redactor, settings, languages."""
