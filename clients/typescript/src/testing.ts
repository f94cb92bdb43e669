/**
 * Rollcall's tables in PGlite, PostgreSQL inside Node: an application's tests need no server. The schema is the migrations', row
 * security included, so a test sees what the application would.
 */
import fs from "node:fs";
import { PGlite, type Transaction } from "@electric-sql/pglite";
import type {
  ClerkEmailAddressRow,
  ClerkInvitationRow,
  ClerkMembershipRow,
  ClerkOrganizationRow,
  ClerkPermissionRow,
  ClerkRoleRow,
  ClerkUserRow,
} from "./rows.js";

const ROLES = ["rollcall_owner", "rollcall_sync", "rollcall_tenant", "rollcall_backend", "app_migrator"];
const SCHEMAS = ["rollcall", "clerk", "clerk_tenant"];
const GRANTS = `
  grant usage on schema public to rollcall_tenant, rollcall_backend;
  grant select, insert, update, delete on all tables in schema public to rollcall_tenant, rollcall_backend;
  grant usage on all sequences in schema public to rollcall_tenant, rollcall_backend;`;

/** A row to write: what it does not say is null. */
type Given<R, K extends keyof R> = Partial<R> & Pick<R, K>;

export class TestRollcall {
  #revision = 0;

  private constructor(
    /** Acts as `rollcall_tenant`, as an application's DATABASE_URL does. Give it to a driver. */
    readonly db: PGlite,
  ) {}

  static async create(): Promise<TestRollcall> {
    const db = await PGlite.create();
    await db.exec(
      [
        ...ROLES.map((role) => `create role ${role};`),
        ...SCHEMAS.map((schema) => `create schema ${schema} authorization rollcall_owner;`),
        "grant create, usage on schema public to app_migrator;",
        "set role rollcall_owner;",
      ].join("\n"),
    );
    const sql = new URL("../sql/", import.meta.url);
    const number = (file: string) => Number(/^V(\d+)__/.exec(file)?.[1]);
    for (const file of fs.readdirSync(sql).sort((one, other) => number(one) - number(other))) {
      await db.exec(fs.readFileSync(new URL(file, sql), "utf8"));
    }
    await db.exec(`
      grant usage on schema clerk to app_migrator;
      grant references (id) on clerk.users, clerk.organizations to app_migrator;
      set role rollcall_tenant`);
    return new TestRollcall(db);
  }

  /** As `db`, for `rollcall_backend`, which sees every organization. PGlite has one session, so each query takes the role anew. */
  get backend(): PGlite {
    const as = <T>(work: (tx: Transaction) => Promise<T>) => this.#as("rollcall_backend", work);
    const own: Partial<PGlite> = {
      query: (sql, parameters, options) => as((tx) => tx.query(sql, parameters, options)),
      exec: (sql, options) => as((tx) => tx.exec(sql, options)),
      transaction: as,
    };
    const bound = (value: unknown) => (typeof value === "function" ? value.bind(this.db) : value);
    return new Proxy(this.db, { get: (db, name) => Reflect.get(own, name) ?? bound(Reflect.get(db, name, db)) });
  }

  /** Runs the application's own migrations, as the owner of its tables, and gives the application its rights on them. */
  async migrate(sql: string): Promise<void> {
    await this.#as("app_migrator", async (tx) => {
      await tx.exec(sql);
      await tx.exec(GRANTS);
    });
  }

  /** Asks as `rollcall_backend`, which sees every organization. */
  async asBackend<R>(sql: string, parameters: unknown[] = []): Promise<R[]> {
    return this.#as("rollcall_backend", async (tx) => (await tx.query<R>(sql, parameters)).rows);
  }

  /** A user that lives, with addresses of which the first is primary. */
  async user(row: Given<ClerkUserRow, "id"> & { emailAddresses?: string[] }): Promise<string> {
    const { emailAddresses = [], ...user } = row;
    const addresses: Given<ClerkEmailAddressRow, "user_id" | "id">[] = emailAddresses.map((address, index) => ({
      user_id: row.id,
      id: `idn_${row.id}_${index}`,
      email_address: address,
      verification: { status: "verified" },
    }));
    await this.#write("users", { primary_email_address_id: addresses[0]?.id ?? null, banned: false, locked: false, ...user });
    for (const address of addresses) {
      await this.#write("user_email_addresses", address, false);
    }
    return row.id;
  }

  async organization(row: Given<ClerkOrganizationRow, "id">): Promise<string> {
    await this.#write("organizations", { name: row.id, slug: row.id.replaceAll("_", "-"), ...row });
    return row.id;
  }

  /** A membership; its id is made of both. */
  async member(row: Given<ClerkMembershipRow, "organization_id" | "user_id">): Promise<string> {
    const id = row.id ?? `orgmem_${row.organization_id}_${row.user_id}`;
    await this.#write("organization_memberships", { role: "org:member", ...row, id });
    return id;
  }

  async invitation(row: Given<ClerkInvitationRow, "id" | "organization_id">): Promise<string> {
    await this.#write("organization_invitations", { status: "pending", role: "org:member", ...row });
    return row.id;
  }

  /** A role by its key, with permissions by theirs. */
  async role(row: Given<ClerkRoleRow, "key"> & { permissions?: string[] }): Promise<string> {
    const { permissions = [], ...role } = row;
    const id = row.id ?? `role_${row.key}`;
    await this.#write("roles", { name: row.key, ...role, id });
    for (const key of permissions) {
      const permission: Given<ClerkPermissionRow, "id"> = { id: `perm_${key}`, key, name: key };
      await this.#write("permissions", permission);
      await this.#write("role_permissions", { ...permission, role_id: id }, false);
    }
    return id;
  }

  /** What Clerk's delete does to a row: it ends. */
  async ended(table: "users" | "organizations" | "organization_memberships" | "organization_invitations", id: string): Promise<void> {
    await this.#as("rollcall_sync", (tx) => tx.query(`update clerk.${table} set deleted_at = now() where id = $1`, [id]));
  }

  async close(): Promise<void> {
    await this.db.close();
  }

  /** Writes as the worker does; a second time replaces the row. */
  async #write(table: string, row: object, whole = true): Promise<void> {
    this.#revision++;
    const values = new Map<string, unknown>(Object.entries({ created_at: new Date(), updated_at: new Date(), ...row }));
    if (whole) {
      const now = Date.now();
      for (const [column, value] of Object.entries({
        sync_updated_at_ms: now,
        sync_event_at_ms: now,
        sync_message_id: "fixture",
        sync_revision: this.#revision,
        sync_writer: 0,
        sync_offset: 0,
        sync_committed_at: new Date(now),
      })) {
        values.set(column, value);
      }
    }
    const columns = [...values.keys()];
    const key = table === "user_email_addresses" ? "user_id, id" : table === "role_permissions" ? "role_id, id" : "id";
    await this.#as("rollcall_sync", (tx) =>
      tx.query(
        `insert into clerk.${table} (${columns.map((column) => `"${column}"`).join(", ")})
         values (${columns.map((_, index) => `$${index + 1}`).join(", ")})
         on conflict (${key}) do update set ${columns.map((column) => `"${column}" = excluded."${column}"`).join(", ")}`,
        [...values.values()],
      ),
    );
  }

  async #as<T>(role: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.db.transaction(async (tx) => {
      await tx.exec(`set local role ${role}`);
      return work(tx);
    });
  }
}
