"""Prints where the word "pwned" stands outside of literals and comments in the Python files of a directory."""

import ast
import pathlib
import re
import sys
import tokenize

KEPT = (tokenize.STRING,)

# Lines of generated handlers in which a parameter or a schema of the model that is called "pwned" has its name.
DECLARED = re.compile(r"^ *(pwned: .*|self\.pwned = pwned|pwned=_PWNED\(decoder\),|def pwned\(\) -> Shape:|__slots__ = .*)$|.*shapes\.pwned[,)]")

for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.py")):
    text = path.read_bytes()
    ast.parse(text, str(path))
    for token in tokenize.tokenize(iter(text.splitlines(keepends=True)).__next__):
        if DECLARED.match(token.line):
            continue
        found = "pwned" in token.string and token.type not in KEPT
        if found and (token.type != tokenize.NAME or token.string == "pwned"):
            print(f"{path}:{token.start[0]}:{token.start[1] + 1}")
