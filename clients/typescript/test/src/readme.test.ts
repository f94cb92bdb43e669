// The blocks of the package's README, which ReaderToolsIT puts into modules.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withOrganization } from "@rollcall/client";
import type { EachMessagePayload } from "kafkajs";
import { act } from "./readme-acting.ts";
import { consume } from "./readme-changes.ts";
import { testing } from "./readme-testing.ts";

test("who acts, with the client of the page", async () => {
  const { db } = await import("./readme-prisma.ts");
  after(() => db.$disconnect());
  await act("org_a", "user_a");
  assert.deepEqual(await withOrganization("org_b", () => db.clerkOrganization.findMany({ select: { id: true } })), [{ id: "org_b" }]);
  await assert.rejects(async () => db.project.findMany(), /nobody acts here/);
});

test("change events", async () => {
  const message = { offset: "0", key: Buffer.from("orgmem_1"), value: Buffer.from(JSON.stringify({ id: "orgmem_1", user_id: "user_a" })), headers: { ce_type: "clerk.organizationMembership.created", ce_revision: "1" } };
  const fold = await consume({ run: async (config) => { await config!.eachMessage!({ topic: "clerk.changes.organization_memberships", partition: 0, message } as unknown as EachMessagePayload); } });
  assert.deepEqual([...fold.rows("organization_memberships").keys()], ["orgmem_1"]);
});

test("tests without a server", async () => {
  const { rollcall, db, backend } = await testing();
  try {
    assert.equal(await withOrganization("org_a", () => db.clerkUser.count()), 1);
    assert.equal(await backend.clerkUser.count(), 1);
  } finally {
    await Promise.all([db.$disconnect(), backend.$disconnect()]);
    await rollcall.close();
  }
});
