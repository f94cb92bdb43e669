// Installs @rollcall/client as its readers will: built and packed from clients/typescript, since it is not published yet.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const here = path.dirname(import.meta.dirname);
const repository = path.resolve(process.env.ROLLCALL_REPOSITORY ?? path.join(here, "..", ".."));
const client = path.join(repository, "clients", "typescript");
const build = path.join(here, ".client");
const npm = (directory, ...words) => execFileSync("npm", words, { cwd: directory, stdio: "inherit" });

fs.rmSync(path.join(build, "package"), { recursive: true, force: true });
fs.cpSync(client, path.join(build, "package"), { recursive: true, filter: (file) => !/[/\\](node_modules|test)$/.test(file) });
for (const file of ["package.json", "package-lock.json", "schema-engine.mjs"]) {
  fs.copyFileSync(path.join(client, "test", file), path.join(build, file));
}
npm(build, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error");
execFileSync(process.execPath, ["package/scripts/collect.mjs"], { cwd: build, stdio: "inherit", env: { ...process.env, ROLLCALL_REPOSITORY: repository } });
execFileSync(path.join(build, "node_modules", ".bin", "tsc"), ["--project", "package/tsconfig.json"], { cwd: build, stdio: "inherit" });
npm(build, "pack", "./package", "--loglevel=error");
const tarball = fs.readdirSync(build).find((file) => file.endsWith(".tgz"));
npm(here, "install", "--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--legacy-peer-deps", "--loglevel=error", path.join(build, tarball));
