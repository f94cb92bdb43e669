// Rollcall's tables as Prisma and TypeScript want them declared, asked of the running stack. Again after each update of Rollcall.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const here = path.dirname(import.meta.dirname);
const rollcall = process.env.ROLLCALL ?? path.join(here, "..", "..", "rollcall");
/** The other end of each relation of this application's, which Prisma wants in Rollcall's model. */
const fields = ["ClerkOrganization: projects Project[]", "ClerkOrganization: people Person[]", "ClerkUser: projects Project[]"];
const files = {
  "rollcall/rows.ts": ["typescript"],
  "rollcall/shadow.sql": ["shadow"],
  "prisma/clerk.prisma": ["prisma", ...fields.flatMap((field) => ["--field", field])],
};
for (const [file, words] of Object.entries(files)) {
  const text = execFileSync(rollcall, ["schema", ...words], { maxBuffer: 1 << 25 });
  fs.mkdirSync(path.dirname(path.join(here, file)), { recursive: true });
  fs.writeFileSync(path.join(here, file), text);
  console.log(file);
}
