// src/ and page.css -> the script and the style of the page, in the folder that is named

import { build } from "esbuild";

const target = process.argv[2];
/** @type {import("esbuild").BuildOptions} */
const options = {
  bundle: true,
  minify: true,
  charset: "ascii",
  legalComments: "none",
  target: ["es2022"],
  logLevel: "warning",
};
await build({ ...options, entryPoints: ["src/main.js"], outfile: `${target}/page.js`, format: "iife" });
await build({ ...options, entryPoints: ["page.css"], outfile: `${target}/page.css` });
