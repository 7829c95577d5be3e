// YASGUI and the page around it -> kg/server/static/query.{js,css}, the licences of all that is in them, and checksums.
//
//   npm ci && npm run build
//
// The same versions give the same bytes. Nothing of what comes out asks for anything from elsewhere.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../kg/server/static");
const packages = join(here, "node_modules");
const BUNDLE = join(packages, "@zazuko/yasgui/build/yasgui.esm.js");
// what the bundle holds of others' addresses, and what takes its place: none of it is needed, and one asks outward
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
// how a package calls the file of its licence, and what stands for it where there is none
const WITHOUT_FILE = { MIT: (mit) => mit, "CC0-1.0": () => "In the public domain (CC0 1.0)." };
const LICENCE = /^licen[cs]e(\.md|\.txt)?$/i;

// what bundles, or only describes types, is not bundled
const TOOLS = /node_modules\/(@types\/|@?esbuild)/;

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

// of all that YASGUI stands on, whether or not a line of it is left in the bundle
function licences() {
  const mit = readFileSync(join(here, "mit.txt"), "utf8").trim();
  const { packages: locked } = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8"));
  const paths = Object.keys(locked).filter((path) => path && !TOOLS.test(path));
  return paths.sort().map((path) => {
    const { version, license = "MIT" } = JSON.parse(readFileSync(join(here, path, "package.json"), "utf8"));
    const file = readdirSync(join(here, path)).sort().find((each) => LICENCE.test(each));
    if (!file && !(license in WITHOUT_FILE)) throw new Error(`${path} (${license}) brings no licence text`);
    const text = file ? readFileSync(join(here, path, file), "utf8").replace(/\r/g, "").trim() : WITHOUT_FILE[license](mit);
    return `${path.replace(/.*node_modules\//, "")} ${version} (${license})\n\n${text}\n`;
  });
}

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
  logLevel: "info",
});
const rule = `\n${"-".repeat(80)}\n\n`;
writeFileSync(join(out, "licences.txt"), licences().join(rule).replace(/[ \t]+$/gm, ""));
const sums = ["licences.txt", "query.css", "query.js"].map((name) => {
  const bytes = readFileSync(join(out, name));
  const hosts = NEVER.filter((host) => name !== "licences.txt" && bytes.includes(host));
  if (hosts.length) throw new Error(`${name} names ${hosts.join(", ")}`);
  return `${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`;
});
writeFileSync(join(out, "sha256.txt"), sums.join(""));
