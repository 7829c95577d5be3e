// YASGUI and the page around it -> query.js and query.css, in the folder that is named (make bundle).
//
// The same versions give the same bytes. Nothing of what comes out asks for anything from elsewhere.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [, , out] = argv;
// what the bundle holds of others' addresses, and what takes its place: none of it is needed, and one asks outward
/** @type {[found: RegExp, instead: string][]} */
const CUT = [
  // three thousand prefixes of the web, spam among them: the page knows those of kg
  [/, madsrdf = "[^\n]*prefixes_default = \{\n(?:\t[^\n]*\n)*?\}/, ", prefixes_default = {}"],
  // completion by asking another site
  [/var fetchFromLov = [\s\S]*?\n\}, completers = \[/, "var fetchFromLov = () => Promise.resolve([]), completers = ["],
  [/getData: \(\) => \[\{ endpoint: "[^\]]*\]/, "getData: () => []"],
  [/endpoint: "https:\/\/dbpedia\.org\/sparql"/, 'endpoint: "/sparql"'],
];
// hosts that must not be in the result
const NEVER = ["dbpedia.org/sparql", "lov.linkeddata.es", "query.wikidata.org", "prefix.cc", "onlyfans"];
/** @type {import("esbuild").Plugin} */
const cut = {
  name: "cut",
  setup({ onLoad }) {
    onLoad({ filter: /yasgui\.esm\.js$/ }, ({ path }) => {
      let contents = readFileSync(path, "utf8");
      for (const [found, instead] of CUT) {
        const before = contents;
        contents = contents.replace(found, instead);
        if (contents === before) throw new Error(`not in ${path} any more: ${found}`);
      }
      return { contents, loader: "js" };
    });
  },
};

await build({
  absWorkingDir: here,
  entryPoints: { query: "query.js" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020"],
  charset: "utf8",
  legalComments: "none",
  loader: { ".svg": "dataurl", ".png": "dataurl" },
  define: { "process.env.NODE_ENV": '"production"' },
  plugins: [cut],
  logLevel: "warning",
});
for (const name of ["query.css", "query.js"]) {
  const bytes = readFileSync(join(out, name));
  const hosts = NEVER.filter((host) => bytes.includes(host));
  if (hosts.length) throw new Error(`${name} names ${hosts.join(", ")}`);
}
