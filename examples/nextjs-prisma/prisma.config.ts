import fs from "node:fs";
import { defineConfig } from "prisma/config";
import { rollcallTables } from "./rollcall/rows.ts"; // written by npm run schema

export default defineConfig({
  schema: "prisma", // this application's models, and clerk.prisma beside them
  experimental: { externalTables: true },
  tables: { external: rollcallTables }, // Rollcall makes and changes these, Prisma never does
  migrations: {
    path: "prisma/migrations",
    initShadowDb: fs.readFileSync("rollcall/shadow.sql", "utf8"),
  },
  datasource: { url: process.env.DIRECT_URL ?? "postgresql://127.0.0.1/none" }, // app_migrator, not an administrator
});
