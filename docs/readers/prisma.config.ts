import fs from "node:fs";
import { defineConfig, env } from "prisma/config";
import { rollcallTables } from "./rollcall/rows.ts"; // ./rollcall schema typescript > rollcall/rows.ts

export default defineConfig({
  schema: "prisma", // a directory: your models, and clerk.prisma beside them
  experimental: { externalTables: true },
  tables: { external: rollcallTables }, // Rollcall makes and changes these, Prisma never does
  migrations: {
    path: "prisma/migrations",
    initShadowDb: fs.readFileSync("rollcall/shadow.sql", "utf8"), // ./rollcall schema shadow > rollcall/shadow.sql
  },
  datasource: { url: env("DIRECT_URL") }, // app_migrator, not an administrator
});
