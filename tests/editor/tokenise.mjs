// Writes tests/golden/editor/evening.json with the tokens that VS Code's own tokeniser finds in evening.md.
// By hand, after a change of the grammar: npm install --prefix FOLDER vscode-textmate vscode-oniguruma
//   && node tests/editor/tokenise.mjs FOLDER
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(resolve(process.argv[2], "package.json"));
const onig = require("vscode-oniguruma");
const textmate = require("vscode-textmate");
const grammarFile = join(here, "../../docs/editor/mindful.tmLanguage.json");
const grammarText = readFileSync(grammarFile, "utf8");
const script = readFileSync(join(here, "evening.md"), "utf8");

await onig.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new onig.OnigScanner(patterns),
    createOnigString: (text) => new onig.OnigString(text),
  }),
  loadGrammar: async (scope) => (scope === "text.mindful" ? textmate.parseRawGrammar(grammarText, grammarFile) : null),
});
const grammar = await registry.loadGrammar("text.mindful");
let state = textmate.INITIAL;
const lines = script.trimEnd().split("\n").map((line) => {
  const found = grammar.tokenizeLine(line, state);
  state = found.ruleStack;
  return found.tokens
    .map((token) => [line.slice(token.startIndex, token.endIndex), token.scopes.at(-1)])
    .filter(([text, scope]) => text.trim() && scope !== "text.mindful");
});
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const golden = join(here, "../golden/editor");
mkdirSync(golden, { recursive: true });
const out = { grammar: sha256(grammarText), script: sha256(script), lines };
writeFileSync(join(golden, "evening.json"), `${JSON.stringify(out, null, 1)}\n`);
