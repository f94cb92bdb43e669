// Lets Node run the application's source as it stands: TypeScript, names as Next.js resolves them, and ./next.ts for what
// Next.js gives a request.
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const SOURCE = new URL("../src/", import.meta.url);
const OF_A_REQUEST = /^next\/(headers|navigation|cache)$/;
const isOurs = (url) => url?.startsWith("file:") && !url.includes("/node_modules/");

export function resolve(specifier, context, next) {
  if (OF_A_REQUEST.test(specifier)) {
    return next(new URL("next.ts", import.meta.url).href, context);
  }
  if (!isOurs(context.parentURL) || !/^(@\/|\.\.?\/)/.test(specifier)) {
    return next(specifier, context);
  }
  const { href } = specifier.startsWith("@/") ? new URL(specifier.slice(2), SOURCE) : new URL(specifier, context.parentURL);
  return next(fs.existsSync(fileURLToPath(`${href}.ts`)) ? `${href}.ts` : href, context);
}

export function load(url, context, next) {
  if (!isOurs(url) || !url.endsWith(".ts")) {
    return next(url, context);
  }
  const file = fileURLToPath(url);
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, inlineSourceMap: true };
  const { outputText } = ts.transpileModule(fs.readFileSync(file, "utf8"), { fileName: file, compilerOptions });
  return { format: "module", shortCircuit: true, source: outputText };
}
