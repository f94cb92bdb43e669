// The tenant for pg and Drizzle, change events, and an application's tests without a server.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, test } from "node:test";
import { currentPrincipal, withNobody, withOrganization, withUser, type ClerkOrganizationRow, type RollcallTables } from "@rollcall/client";
import { Fold, readChange, type ChangeRecord } from "@rollcall/client/changes";
import { tenantTransaction as drizzleTransaction } from "@rollcall/client/drizzle";
import { tenantTransaction as pgTransaction } from "@rollcall/client/pg";
import { tenantAdapter, tenantClient } from "@rollcall/client/prisma";
import { TestRollcall } from "@rollcall/client/testing";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { PrismaClient } from "./generated/client.ts";
import * as tables from "./drizzle.ts";

const pool = new pg.Pool({ connectionString: process.env.TENANT_DATABASE_URL!, max: 2 });
const orm = drizzle(pool, { schema: tables });
after(() => pool.end());

test("pg: a transaction acts for the organization, and the connection for nobody afterwards", async () => {
  const organizations = (organization: string) =>
    withOrganization(organization, () => pgTransaction(pool, async (client) => (await client.query<Pick<ClerkOrganizationRow, "id">>("select id from clerk.organizations")).rows));
  for (let round = 0; round < 10; round++) {
    assert.deepEqual(await Promise.all(["org_a", "org_b"].map(organizations)), [[{ id: "org_a" }], [{ id: "org_b" }]]);
  }
  assert.deepEqual((await pool.query("select id from clerk.organizations")).rows, []);
  await assert.rejects(() => pgTransaction(pool, async () => 1), /nobody acts here/);
  await assert.rejects(() => withOrganization("org_a", () => pgTransaction(pool, (client) => client.query("select * from no_such_table"))), /no_such_table/);
  assert.deepEqual(await withNobody(() => pgTransaction(pool, async (client) => (await client.query("select id from clerk.organizations")).rows)), []);
});

test("Drizzle: a transaction acts for the organization, joins included", async () => {
  const { clerkMemberships, clerkUsers } = tables;
  for (const organization of ["org_a", "org_b"]) {
    const user = `user_${organization.at(-1)}`;
    await withOrganization(organization, () => drizzleTransaction(orm, async (tx) => {
      const joined = await tx.select({ id: clerkUsers.id, role: clerkMemberships.role }).from(clerkMemberships).innerJoin(clerkUsers, eq(clerkUsers.id, clerkMemberships.userId));
      assert.deepEqual(joined, [{ id: user, role: "org:admin" }]);
    }));
  }
  assert.deepEqual(await orm.select({ id: clerkUsers.id }).from(clerkUsers), []);
  assert.throws(() => drizzleTransaction(orm, async () => 1), /nobody acts here/);
});

test("Drizzle: relational queries work over the tenant's views", async () => {
  const seen = await withOrganization("org_b", () => drizzleTransaction(orm, (tx) => tx.query.tenantMemberships.findMany({
    with: { organization: true, user: { with: { emailAddresses: true, primaryEmailAddress: true } } },
  })));
  assert.deepEqual(seen.map(({ organization, user }) => [organization?.id, user?.id, user?.emailAddresses]), [["org_b", "user_b", []]]);
});

test("Kysely: everything of the tenant's views, and joins over them", async () => {
  const db = new Kysely<RollcallTables>({ dialect: new PostgresDialect({ pool }) });
  const asTenant = <T>(organization: string, work: (trx: Transaction<RollcallTables>) => Promise<T>) => db.transaction().execute(async (trx) => {
    await sql`select rollcall.set_tenant(${organization})`.execute(trx);
    return work(trx);
  });
  for (const organization of ["org_a", "org_b"]) {
    const user = `user_${organization.at(-1)}`;
    const memberships = await asTenant(organization, (trx) => trx.selectFrom("clerk_tenant.organization_memberships").selectAll().execute());
    assert.deepEqual(memberships.map(({ user_id, organization_id }) => [user_id, organization_id]), [[user, organization]]);
    const joined = await asTenant(organization, (trx) => trx.selectFrom("clerk_tenant.users as u").innerJoin("clerk_tenant.organization_memberships as m", "m.user_id", "u.id").select(["u.id", "m.role"]).execute());
    assert.deepEqual(joined, [{ id: user, role: "org:admin" }]);
  }
  assert.deepEqual(await db.selectFrom("clerk_tenant.users").selectAll().execute(), []);
});

test("who acts is added to, not lost", async () => {
  await withUser("user_a", () => withOrganization("org_a", () => assert.deepEqual(currentPrincipal(), { userId: "user_a", organizationId: "org_a" })));
  assert.equal(currentPrincipal(), undefined);
});

test("changes: the fold is the live rows, and records that come again change nothing", () => {
  const record = (offset: number, id: string, value: object | null, operation: string): ChangeRecord => ({
    topic: "prefix.clerk.changes.organization_memberships",
    partition: 0,
    message: { offset: String(offset), key: Buffer.from(id), value: value && Buffer.from(JSON.stringify(value)), headers: { ce_type: `clerk.organizationMembership.${operation}`, ce_revision: String(offset + 7), ce_organizationid: "org_a", "rollcall-incomplete": "permissions" } },
  });
  const records = [
    record(0, "orgmem_1", { id: "orgmem_1", organization_id: "org_a", user_id: "user_a", role: "org:member" }, "created"),
    record(1, "orgmem_2", { id: "orgmem_2", organization_id: "org_a", user_id: "user_b" }, "created"),
    record(2, "orgmem_1", { id: "orgmem_1", organization_id: "org_a", user_id: "user_a", role: "org:admin" }, "updated"),
    record(3, "orgmem_2", null, "deleted"),
  ];
  const fold = new Fold();
  const changes = records.map(readChange);
  assert.deepEqual(changes.map((change) => fold.apply(change)), [true, true, true, true]);
  assert.deepEqual(changes.map((change) => fold.apply(change)), [false, false, false, false]);
  assert.deepEqual([...fold.rows("organization_memberships")], [["orgmem_1", JSON.parse(String(records[2]!.message.value))]]);
  assert.equal(fold.next(records[0]!.topic, 0), 4n);
  const [first, , , last] = changes;
  assert.ok(first?.table === "organization_memberships" && first.operation === "created" && first.row.user_id === "user_a");
  assert.deepEqual([last?.operation, last?.row, last?.revision, last?.organizationId, last?.incomplete], ["deleted", null, 10n, "org_a", ["permissions"]]);
  assert.throws(() => readChange({ ...records[0]!, topic: "clerk.events" }), /holds no change/);
});

test("testing: the application's tests need no server", async () => {
  const rollcall = await TestRollcall.create();
  const client = new PrismaClient({ adapter: tenantAdapter(new PrismaPGlite(rollcall.db)) });
  const db = tenantClient(client);
  try {
    for (const letter of ["a", "b"]) {
      await rollcall.user({ id: `user_${letter}`, first_name: "Ada", emailAddresses: [`${letter}@x.example`] });
      await rollcall.organization({ id: `org_${letter}`, name: letter });
      await rollcall.member({ organization_id: `org_${letter}`, user_id: `user_${letter}`, role: "org:admin" });
    }
    await rollcall.role({ key: "org:admin", permissions: ["org:projects:write"] });
    await rollcall.migrate(fs.readFileSync("src/application.sql", "utf8"));
    await withOrganization("org_a", () => db.project.create({ data: { name: "of a", organizationId: "org_a" } }));
    assert.equal(await withOrganization("org_b", () => db.project.count()), 0);
    await withOrganization("org_a", async () => {
      assert.deepEqual(await db.clerkUser.findMany({ select: { firstName: true, emailAddresses: { select: { emailAddress: true } } } }), [{ firstName: "Ada", emailAddresses: [{ emailAddress: "a@x.example" }] }]);
      assert.deepEqual(await db.$queryRaw`select rollcall.has_permission('user_a', 'org_a', 'org:projects:write') as may`, [{ may: true }]);
    });
    await rollcall.ended("organization_memberships", "orgmem_org_a_user_a");
    assert.equal(await withOrganization("org_a", () => db.clerkUser.count()), 0, "a member who left is gone at once");
    assert.equal((await rollcall.asBackend("select id from clerk.users")).length, 2);
  } finally {
    await client.$disconnect();
    await rollcall.close();
  }
});
