"""The description of the REST interface in OpenAPI 3.1: what is served, written once, and tested for truth."""
