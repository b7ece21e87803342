"""What can be seen and heard: sight kernels, and the Observation of each side."""
