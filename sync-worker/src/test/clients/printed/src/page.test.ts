// The blocks of TypeScript that pages print, which PrintedTypeScriptIT puts into modules.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { memberships } from "./kysely.ts";
import { backend, prisma } from "./prisma.ts";
import { ask } from "./readme.ts";
import type { RollcallTables } from "./rows.ts";
import { session } from "./session.ts";
import { signUp } from "./sign-up.ts";

after(() => Promise.all([prisma.$disconnect(), backend.$disconnect()]));

test("Act for an organization", async () => {
  session.orgId = "org_a";
  const { asTenant, invoices, members } = await import("./organization.ts");
  assert.deepEqual(members, [{ id: "user_a", first_name: "Ada", last_name: null, role: "org:admin" }]);
  assert.deepEqual(invoices.map((one) => one.organizationId), ["org_a"]);
  session.orgId = "org_b";
  assert.equal(await asTenant((tx) => tx.invoice.count()), 2);
  session.orgId = undefined;
  await assert.rejects(asTenant((tx) => tx.invoice.count()), /no active organization/);
  assert.equal(await prisma.invoice.count(), 0);
});

test("Write before the webhook", async () => {
  await signUp("user_new");
  assert.deepEqual(await backend.profile.findMany(), [{ userId: "user_new", theme: "dark" }]);
  assert.deepEqual(await backend.$queryRaw`select rollcall.is_synced('user_new') as synced`, [{ synced: false }]);
});

test("README: members of the active organization", async () => {
  session.orgId = "org_a";
  assert.deepEqual(await ask(), [{ first_name: "Ada", role: "org:admin" }]);
  session.orgId = undefined;
  await assert.rejects(ask, /no active organization/);
});

test("Kysely: memberships of an organization", async () => {
  const db = new Kysely<RollcallTables>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: process.env.TENANT_DATABASE_URL }) }) });
  try {
    assert.deepEqual((await memberships(db, "org_b")).map((one) => one.user_id), ["user_b"]);
  } finally {
    await db.destroy();
  }
});
