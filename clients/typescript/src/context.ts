import { AsyncLocalStorage } from "node:async_hooks";

/** Who acts: an organization, a user, or a user in an organization. Both from the verified session, never from a parameter of the request. */
export interface Principal {
  readonly organizationId?: string;
  readonly userId?: string;
}

const storage = new AsyncLocalStorage<Principal>();

/** Runs the work for an organization. A user that is set already stays: a user in an organization. */
export function withOrganization<T>(organizationId: string, work: () => PromiseLike<T> | T): Promise<T> {
  return withPrincipal({ ...storage.getStore(), organizationId: named("organization", organizationId) }, work);
}

/** Runs the work for a user. An organization that is set already stays: a user in an organization. */
export function withUser<T>(userId: string, work: () => PromiseLike<T> | T): Promise<T> {
  return withPrincipal({ ...storage.getStore(), userId: named("user", userId) }, work);
}

/** Runs the work for nobody, as a health check does: it sees no row of any tenant. */
export function withNobody<T>(work: () => PromiseLike<T> | T): Promise<T> {
  return withPrincipal({}, work);
}

/** Runs the work for exactly these. */
export function withPrincipal<T>(principal: Principal, work: () => PromiseLike<T> | T): Promise<T> {
  // Awaited inside: what Prisma returns begins only when it is awaited, and would begin outside.
  return storage.run(Object.freeze({ ...principal }), async () => await work());
}

/** Who acts here; undefined outside of every `with…`. */
export function currentPrincipal(): Principal | undefined {
  return storage.getStore();
}

/** @throws Error outside of every `with…` */
export function requirePrincipal(): Principal {
  const principal = storage.getStore();
  if (!principal) {
    throw new Error("nobody acts here: call this inside withOrganization or withUser (withNobody for a health check)");
  }
  return principal;
}

export function samePrincipal(one: Principal, other: Principal | undefined): boolean {
  return other !== undefined && one.organizationId === other.organizationId && one.userId === other.userId;
}

/** The statement that a transaction begins with; undefined for nobody, who is whom a transaction acts for without it. */
export function beginningOf(principal: Principal): { sql: string; args: string[] } | undefined {
  const calls: string[] = [];
  const args: string[] = [];
  for (const [call, value] of [["rollcall.set_tenant", principal.organizationId], ["rollcall.set_user", principal.userId]] as const) {
    if (value !== undefined) {
      args.push(value);
      calls.push(`${call}($${args.length})::text`);
    }
  }
  return calls.length === 0 ? undefined : { sql: `select ${calls.join(", ")}`, args };
}

function named(what: string, id: string): string {
  if (typeof id !== "string" || id === "") {
    throw new TypeError(`no ${what}: the session has none; answer the request before it asks the database`);
  }
  return id;
}
