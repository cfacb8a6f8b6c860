"""Keys: what may see a secret, and the only room that imports `cryptography`.

A `KeyHandle` seals, opens and tags, and never shows what it holds; `files` makes and reads key files.
"""
