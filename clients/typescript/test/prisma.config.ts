import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma",
  datasource: { url: process.env.DIRECT_URL ?? "postgresql://localhost/none" },
});
