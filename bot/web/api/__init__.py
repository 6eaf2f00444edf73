"""How do other programs read the plan? As JSON at /api/v1, described by OpenAPI, and as one data package."""
