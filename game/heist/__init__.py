"""The rules of a job: phases, felony, crew, outcome."""
