import { sql, type SQL } from "drizzle-orm";
import { beginningOf, requirePrincipal } from "./context.js";

/** A database of Drizzle's over PostgreSQL, whichever the driver. */
interface Transacts<X> {
  transaction<T>(work: (tx: X) => Promise<T>): Promise<T>;
}

/** Runs the work in a transaction that acts for whom `withOrganization` or `withUser` names. Ask by the `tx` that it is given. */
export function tenantTransaction<X extends { execute(query: SQL): PromiseLike<unknown> }, T>(
  db: Transacts<X>,
  work: (tx: X) => PromiseLike<T>,
): Promise<T> {
  const principal = requirePrincipal();
  return db.transaction(async (tx) => {
    const beginning = beginningOf(principal);
    if (beginning) {
      const [first, ...others] = beginning.sql.split(/\$\d/);
      await tx.execute(others.reduce((query, part, index) => sql`${query}${beginning.args[index]}${sql.raw(part)}`, sql.raw(first!)));
    }
    return work(tx);
  });
}
