import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client.ts";

const client = (connectionString: string | undefined) => new PrismaClient({ adapter: new PrismaPg({ connectionString }) });
export const prisma = client(process.env.TENANT_DATABASE_URL);
export const backend = client(process.env.BACKEND_DATABASE_URL);
