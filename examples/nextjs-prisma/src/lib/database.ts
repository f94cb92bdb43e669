import { PrismaPg } from "@prisma/adapter-pg";
import { withOrganization, withUser } from "@rollcall/client";
import { tenantAdapter, tenantClient } from "@rollcall/client/prisma";
import { redirect } from "next/navigation";
import { PrismaClient } from "@/generated/prisma/client";
import { requireMember, requireSession, signInUrl, type Member, type Session } from "./session";
import { setting } from "./settings";

function open() {
  return {
    /** Sees every organization: for work that is nobody's, never for a request's own data. */
    db: new PrismaClient({ adapter: new PrismaPg({ connectionString: setting("DATABASE_URL") }) }),
    /** Sees what the organization or user that acts may see. Outside of `asMember` and `asUser` it refuses every query. */
    orgDb: tenantClient(new PrismaClient({ adapter: tenantAdapter(new PrismaPg({ connectionString: setting("TENANT_DATABASE_URL") })) })),
  };
}

// One of each for the process, whichever bundle asks, and after a change in development too.
const holder = globalThis as { databases?: ReturnType<typeof open> };
const databases = () => (holder.databases ??= open());

export type OrgDb = ReturnType<typeof open>["orgDb"];

export const backend = () => databases().db;
export const tenant = () => databases().orgDb;

/**
 * Works for the organization and the user of the session. Both are set: the organization counts only while the user has a live
 * membership in it, whatever a token says that is still valid.
 */
export async function asMember<T>(work: (orgDb: OrgDb, member: Member) => Promise<T>): Promise<T> {
  const member = await requireMember();
  if (await isRevoked(member)) {
    redirect(signInUrl());
  }
  return withUser(member.userId, () => withOrganization(member.organizationId, () => work(databases().orgDb, member)));
}

/** Whether the membership changed after the token was made: src/lib/revocation.ts writes it down. */
async function isRevoked({ userId, organizationId, issuedAt }: Member): Promise<boolean> {
  const revocation = await backend().revocation.findUnique({ where: { userId_organizationId: { userId, organizationId } } });
  // A token's time is whole seconds: one of the same second may be of before.
  return revocation !== null && issuedAt.getTime() <= revocation.since.getTime();
}

/** Works for the user of the session, in no organization: what is the user's own. */
export async function asUser<T>(work: (orgDb: OrgDb, session: Session) => Promise<T>): Promise<T> {
  const session = await requireSession();
  return withUser(session.userId, () => work(databases().orgDb, session));
}
