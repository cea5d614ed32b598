"""One step of the plant: state, setpoint and weather give the next state and an outcome."""
