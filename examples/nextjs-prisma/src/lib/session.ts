import { verifyToken } from "@clerk/backend";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { setting } from "./settings";

/** Who is signed in, and the organization that they act in. */
export interface Session {
  userId: string;
  organizationId: string | undefined;
  /** When the token was made that says so. */
  issuedAt: Date;
}

/** As `Session`, in an organization. */
export interface Member extends Session {
  organizationId: string;
}

/** What Clerk's session token says: `o` in version 2, `org_id` in version 1. */
interface Claims {
  sub: string;
  iat: number;
  o?: { id?: string };
  org_id?: string;
}

/**
 * Of the token in the cookie, once its signature, its time and for whom it was made are verified; nobody otherwise. With
 * @clerk/nextjs this is `const { userId, orgId } = await auth()`; here Clerk's own verification does it against the local Clerk's keys.
 */
export async function currentSession(): Promise<Session | undefined> {
  const token = (await cookies()).get("__session")?.value;
  if (!token) {
    return undefined;
  }
  const how = { secretKey: setting("CLERK_SECRET_KEY"), apiUrl: setting("CLERK_API_URL"), authorizedParties: [setting("APP_URL")] };
  try {
    const claims = (await verifyToken(token, how)) as unknown as Claims;
    return { userId: claims.sub, organizationId: claims.o?.id ?? claims.org_id, issuedAt: new Date(claims.iat * 1000) };
  } catch {
    return undefined; // forged, expired, another application's, or no key to verify it with
  }
}

/** Sends to the sign-in page who is not signed in. */
export async function requireSession(): Promise<Session> {
  return (await currentSession()) ?? redirect(signInUrl());
}

/** Sends to the sign-in page who acts in no organization. */
export async function requireMember(): Promise<Member> {
  const { organizationId, ...session } = await requireSession();
  return organizationId ? { ...session, organizationId } : redirect(signInUrl());
}

export function signInUrl(): string {
  return `${setting("CLERK_API_URL")}/sign-in`;
}
