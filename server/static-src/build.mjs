// Build the scripts of server/static, and list what they contain with its licences.
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";

const out = new URL("../static/", import.meta.url).pathname;
const result = await build({
  entryPoints: ["editor.js", "around.js", "article.js"],
  bundle: true, minify: true, format: "iife", target: "es2021", legalComments: "none",
  metafile: true, outdir: out, charset: "utf8",
});
const packages = new Set();
for (const path of Object.keys(result.metafile.inputs)) {
  const found = path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/);
  if (found) packages.add(found[1]);
}
let text = "What editor.js and around.js contain beside Polity's own code. Written by server/static-src/build.mjs.\n";
for (const name of [...packages].sort()) {
  const about = JSON.parse(readFileSync(`node_modules/${name}/package.json`));
  let licence = "";
  for (const file of ["LICENSE", "LICENSE.md", "LICENSE.txt"]) {
    try { licence = readFileSync(`node_modules/${name}/${file}`, "utf8").trim(); break; } catch { /* the next name */ }
  }
  text += `\n${"=".repeat(80)}\n${name} ${about.version} (${about.license})\n\n${licence || "No licence file in the package; the licence above is what its package.json says."}\n`;
}
writeFileSync(out + "LICENCES.txt", text);
