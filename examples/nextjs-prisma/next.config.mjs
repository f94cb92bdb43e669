/** @type {import("next").NextConfig} */
export default {
  // Loaded by Node and not bundled: the adapter and the context of @rollcall/client have to be one, whichever route asks.
  serverExternalPackages: ["@rollcall/client", "@prisma/client", "@prisma/adapter-pg", "pg", "kafkajs", "@clerk/backend"],
  turbopack: { root: import.meta.dirname },
};
