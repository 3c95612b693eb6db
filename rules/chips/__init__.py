"""What the control list says of a chip or of a system of chips on a day, with the working shown."""
