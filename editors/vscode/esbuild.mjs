// node esbuild.mjs            the extension, into dist/
// node esbuild.mjs --tests    the unit tests, into out/test/, and the ones for the extension host, into out/host/
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const common = { bundle: true, platform: "node", target: "node20", format: "cjs", external: ["vscode"], logLevel: "warning" };
const testsIn = (folder) => readdirSync(folder).filter((name) => name.endsWith(".test.ts")).map((name) => `${folder}/${name}`);

if (process.argv.includes("--tests")) {
  await build({ ...common, entryPoints: testsIn("test"), outdir: "out/test", sourcemap: "inline" });
} else {
  await build({ ...common, entryPoints: ["src/extension.ts"], outfile: "dist/extension.js", minify: true, sourcemap: false });
}
