"""Tables, figures and sentences of sizing."""
