"""What only an XPhone Connect Server has: its folder, its programs and their versions, its licence."""
