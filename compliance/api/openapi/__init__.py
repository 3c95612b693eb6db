"""The description of the API (OpenAPI 3.1): one file for each group of addresses, and the document made of them."""
