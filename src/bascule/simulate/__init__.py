"""The plant's physics: state and setpoints and weather in, state and outcome out. No prices, no plans."""
