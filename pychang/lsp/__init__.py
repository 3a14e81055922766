"""Editor support over the Language Server Protocol: a file a feature, each a function of an `Analysis`.

`server` alone knows the protocol's wires; it starts with `pychang lsp`.
"""
