// The blocks of TypeScript in docs/tenancy.md, which TenancyPageIT puts into organization.ts and sign-up.ts.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { backend, prisma } from "./prisma.ts";
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
