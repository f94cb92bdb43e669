import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { asMember } from "@/lib/database";
import { followChange } from "@/lib/revocation";
import { Application, withToken } from "./application.ts";
import { Redirected } from "./next.ts";

let app: Application;
let acme: string;
let ben: string;
let membership: string;
before(async () => {
  app = await Application.open();
  [acme, ben] = [app.organization("Acme"), app.user("Ben")];
  membership = app.clerk.membership(acme, ben)!.id;
});
after(() => app.close());

const HOUR_MS = 60 * 60 * 1000;
const acts = () => asMember(async (_, { organizationId }) => organizationId);
const revocations = () => app.rollcall.asBackend<{ user_id: string; organization_id: string; since: Date }>("select user_id, organization_id, since from revocations");

/** As the feed tells it. */
function told(operation: "created" | "updated" | "deleted"): Promise<void> {
  return followChange({
    topic: "clerk.changes.organization_memberships",
    partition: 0,
    message: { offset: "0", key: membership, value: operation === "deleted" ? null : "{}", headers: { ce_type: `dev.rollcall.membership.${operation}` } },
  });
}

async function changedAt(updated_at: Date): Promise<void> {
  await app.rollcall.member({ id: membership, organization_id: acme, user_id: ben, role: "org:admin", updated_at });
}

test("a membership that begins revokes nothing", async () => {
  await told("created");
  assert.deepEqual(await revocations(), []);
  assert.equal(await app.as("Ben", "Acme", acts), acme);
});

test("tokens of before a change count no longer, later ones do, and an older change that comes again takes nothing back", async () => {
  await changedAt(new Date(Date.now() - HOUR_MS));
  await told("updated");
  assert.equal(await app.as("Ben", "Acme", acts), acme);

  const token = await app.signIn("Ben", "Acme");
  const since = new Date();
  await changedAt(since);
  await told("updated");
  await assert.rejects(withToken(token, acts), Redirected);
  assert.equal(await app.as("Ben", "Globex", acts), app.organization("Globex"));

  await changedAt(new Date(Date.now() - HOUR_MS));
  await told("updated");
  assert.deepEqual(await revocations(), [{ user_id: ben, organization_id: acme, since }]);
});

test("the end of a membership revokes from then on, told once or again", async () => {
  await app.rollcall.ended("organization_memberships", membership);
  await told("deleted");
  const once = await revocations();
  await told("deleted");
  assert.deepEqual(await revocations(), once);
  const [row] = await app.rollcall.asBackend<{ deleted_at: Date }>("select deleted_at from clerk.organization_memberships where id = $1", [membership]);
  assert.deepEqual(once.map((one) => one.since), [row!.deleted_at]);
});

test("the end of a membership that the copy never had is nobody's", async () => {
  const before = await revocations();
  membership = "orgmem_unknown";
  await told("deleted");
  assert.deepEqual(await revocations(), before);
});
