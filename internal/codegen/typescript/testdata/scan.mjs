// Prints where the word "pwned" stands outside of literals, comments and names of
// properties in the TypeScript files of a directory.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";

const ts = createRequire(join(process.cwd(), "package.json"))("typescript");

for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (!entry.name.endsWith(".ts")) {
    continue;
  }
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const visit = (node) => {
    const isName = node.parent !== undefined && (ts.isPropertySignature(node.parent) || ts.isPropertyAssignment(node.parent)) && node.parent.name === node;
    if (ts.isIdentifier(node) && node.text === "pwned" && !isName) {
      const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
      console.log(`${path}:${line + 1}:${character + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  source.parseDiagnostics.forEach(({ messageText }) => console.log(`${path}: ${messageText}`));
  visit(source);
}
