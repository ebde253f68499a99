"""How the public site looks: HTML templates in the sandbox, pictures, the search index, redirects, assets."""
