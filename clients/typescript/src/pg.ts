import type { Pool, PoolClient } from "pg";
import { beginningOf, requirePrincipal } from "./context.js";

/** Runs the work in a transaction that acts for whom `withOrganization` or `withUser` names. Ask by the client that it is given. */
export async function tenantTransaction<T>(pool: Pool, work: (client: PoolClient) => PromiseLike<T>): Promise<T> {
  const beginning = beginningOf(requirePrincipal());
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    try {
      if (beginning) {
        await client.query(beginning.sql, beginning.args);
      }
      const result = await work(client);
      await client.query("commit");
      return result;
    } catch (failed) {
      await client.query("rollback").catch((worse: Error) => (broken = worse));
      throw failed;
    }
  } finally {
    // A connection whose rollback failed may still act for somebody: it is closed.
    client.release(broken);
  }
}
