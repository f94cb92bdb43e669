// Takes into the package what the repository has once already: the migrations, for tests, and the types of the rows.
import fs from "node:fs";
import path from "node:path";

const here = path.dirname(import.meta.dirname);
const repository = process.env.ROLLCALL_REPOSITORY ?? path.join(here, "..", "..");
const migrations = path.join(repository, "sync-worker", "src", "main", "resources", "db", "migration");
fs.rmSync(path.join(here, "sql"), { recursive: true, force: true });
fs.mkdirSync(path.join(here, "sql"));
for (const file of fs.readdirSync(migrations).filter((name) => /^V\d+__.*\.sql$/.test(name))) {
  fs.copyFileSync(path.join(migrations, file), path.join(here, "sql", file));
}
fs.copyFileSync(path.join(repository, "docs", "readers", "rows.ts"), path.join(here, "src", "rows.ts"));
