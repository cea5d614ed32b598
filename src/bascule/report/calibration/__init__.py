"""What series say of parameters, as tables and remarks."""
