/**
 * Prisma for a tenant. Two halves that belong together: the adapter lets nothing reach the database outside a transaction that
 * acts for somebody, and the client begins that transaction where the caller stands.
 *
 * The client's half is necessary. Prisma gathers the queries of one tick, of all requests, and sends them in the async context of
 * the first: an adapter that asked who acts when a query arrives would ask the wrong request, and two `findUnique` of two
 * organizations would become one query. So every operation runs in an interactive transaction, which Prisma begins at once, where
 * the caller stands, and merges with nothing else.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { SqlDriverAdapterFactory } from "@prisma/client/runtime/client";
import { beginningOf, type Principal, requirePrincipal, samePrincipal } from "./context.js";

type SqlDriverAdapter = Awaited<ReturnType<SqlDriverAdapterFactory["connect"]>>;
type Begun = Awaited<ReturnType<SqlDriverAdapter["startTransaction"]>>;
type Query = Parameters<SqlDriverAdapter["queryRaw"]>[0];

/** Set only while a transaction begins, and used once. */
interface Ticket {
  readonly principal: Principal;
  used: boolean;
}

const tickets = new AsyncLocalStorage<Ticket | undefined>();

/** Wraps a driver adapter (PrismaPg, PrismaNeon, PrismaPGlite). Its client has to be wrapped by `tenantClient`. */
export function tenantAdapter(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => confine(await factory.connect()),
  };
}

function confine(inner: SqlDriverAdapter): SqlDriverAdapter {
  const outside = async (): Promise<never> => {
    throw new Error("a query outside a transaction: wrap the client of a tenantAdapter with tenantClient(new PrismaClient(…))");
  };
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    queryRaw: outside,
    executeRaw: outside,
    executeScript: outside,
    ...(inner.getConnectionInfo ? { getConnectionInfo: () => inner.getConnectionInfo!() } : {}),
    dispose: () => inner.dispose(),
    async startTransaction(isolationLevel) {
      const ticket = tickets.getStore();
      if (!ticket || ticket.used) {
        return outside();
      }
      ticket.used = true;
      const transaction = await inner.startTransaction(isolationLevel);
      const beginning = beginningOf(ticket.principal);
      if (beginning) {
        try {
          await transaction.queryRaw(statement(beginning.sql, beginning.args));
        } catch (failed) {
          await rollBack(transaction).catch(() => undefined);
          throw failed;
        }
      }
      return transaction;
    },
  };
}

async function rollBack(transaction: Begun): Promise<void> {
  if (!transaction.options.usePhantomQuery) {
    await transaction.executeRaw(statement("ROLLBACK", []));
  }
  await transaction.rollback();
}

function statement(sql: string, args: string[]): Query {
  return { sql, args, argTypes: args.map(() => ({ scalarType: "string" as const, arity: "scalar" as const })) };
}

/** How Prisma tells a query which transaction it is of. */
interface Interactive {
  readonly kind: "itx";
  readonly id: string;
}

/** What of a client is used here; Prisma's own types depend on the application's models. */
interface Client {
  $extends(extension: unknown): unknown;
  $transaction(work: unknown, options?: unknown): Promise<unknown>;
}

/** Of the transactions that are open: who began them. */
const acting = new Map<string, Principal>();

export interface TenantClientOptions {
  /** How long an operation outside of `$transaction` waits for a connection, in milliseconds: 10,000. */
  maxWait?: number;
  /** How long it may take, in milliseconds: 60,000. What `$transaction` is given holds for that. */
  timeout?: number;
}

/**
 * The client whose every operation acts for whom `withOrganization` or `withUser` names: models, raw SQL, batches, interactive
 * transactions. Extend what it returns, not what it is given, so that an extension's queries act for somebody too.
 */
export function tenantClient<C extends object>(client: C, options: TenantClientOptions = {}): C {
  const alone = { maxWait: options.maxWait ?? 10_000, timeout: options.timeout ?? 60_000 };
  const base = client as unknown as Client;
  return base.$extends({
    name: "rollcall",
    client: {
      async $transaction(this: Client, work: unknown, given?: unknown): Promise<unknown> {
        const principal = requirePrincipal();
        const outer = transactionOf(this);
        if (outer) {
          mustActFor(principal, outer);
          return base.$transaction.call(this, work, given);
        }
        if (typeof work === "function") {
          return begin(this, base, principal, given, (tx) => work(tx) as PromiseLike<unknown>);
        }
        return begin(this, base, principal, given, async (_, transaction) => {
          const results: unknown[] = [];
          for (const promise of work as { requestTransaction(transaction: Interactive): Promise<unknown> }[]) {
            results.push(await promise.requestTransaction(transaction));
          }
          return results;
        });
      },
    },
    query: {
      $allOperations(operation: {
        args: unknown;
        query: (args: unknown, internal?: unknown) => Promise<unknown>;
        __internalParams: { transaction?: { kind: string; id: string } };
      }): Promise<unknown> {
        const { args, query, __internalParams: internal } = operation;
        const principal = requirePrincipal();
        if (internal.transaction) {
          mustActFor(principal, internal.transaction);
          return query(args);
        }
        return begin(base, base, principal, alone, (_, transaction) => query(args, { ...internal, transaction }));
      },
    },
  }) as C;
}

async function begin(
  client: Client,
  base: Client,
  principal: Principal,
  options: unknown,
  work: (tx: Client, transaction: Interactive) => PromiseLike<unknown>,
): Promise<unknown> {
  let id: string | undefined;
  try {
    return await tickets.run({ principal, used: false }, () =>
      base.$transaction.call(
        client,
        (tx: Client) =>
          tickets.run(undefined, async () => {
            const transaction = transactionOf(tx);
            if (!transaction) {
              throw new Error("this release of Prisma does not tell a transaction's id: use one that @rollcall/client was tried with");
            }
            id = transaction.id;
            acting.set(id, principal);
            return await work(tx, transaction);
          }),
        options,
      ),
    );
  } finally {
    if (id !== undefined) {
      acting.delete(id);
    }
  }
}

/** A query of a transaction acts for whom the transaction was begun for, and for nobody else. */
function mustActFor(principal: Principal, transaction: { kind: string; id: string }): void {
  const began = acting.get(transaction.id);
  if (transaction.kind !== "itx" || !began) {
    throw new Error("a transaction that tenantClient did not begin: call $transaction of the client that tenantClient returned");
  }
  if (!samePrincipal(began, principal)) {
    throw new Error("this transaction acts for somebody else: begin another one inside this withOrganization or withUser");
  }
}

/** The transaction that a client stands for; undefined for a client outside of one. */
function transactionOf(client: Client): Interactive | undefined {
  const internal = client as unknown as {
    _createPrismaPromise?: (callback: (transaction?: Interactive) => Promise<void>) => { then(done: () => void, failed: () => void): unknown };
  };
  let found: Interactive | undefined;
  internal
    ._createPrismaPromise?.((transaction) => {
      found = transaction;
      return Promise.resolve();
    })
    .then(() => undefined, () => undefined);
  return found?.kind === "itx" ? found : undefined;
}
