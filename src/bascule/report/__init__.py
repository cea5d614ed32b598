"""Tables, figures, the HTML report and the catalogue of messages that a user reads."""
