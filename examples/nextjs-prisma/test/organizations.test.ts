import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addMember, changeRole, createOrganization, removeMember } from "@/app/organization/actions";
import { asMember, asUser } from "@/lib/database";
import { Application, form } from "./application.ts";

let app: Application;
before(async () => {
  app = await Application.open();
});
after(() => app.close());

/** As the page of members asks. */
const members = () => asMember(async (orgDb) => {
  const rows = await orgDb.tenantMembership.findMany({ select: { role: true, user: { select: { firstName: true } } } });
  return rows.map((row) => `${row.user?.firstName} ${row.role}`).sort();
});
const mine = () => asUser((orgDb) => orgDb.$queryRaw`select name, role from rollcall.my_organizations() order by name`);
const ben = { email: "ben@people.example", role: "org:member" };

test("what is written at Clerk is in the copy when the service is done", async () => {
  await app.as("Ada", undefined, () => createOrganization(form({ name: "Initech" })));
  assert.deepEqual(await app.as("Ada", undefined, mine), [{ name: "Acme", role: "org:admin" }, { name: "Initech", role: "org:admin" }]);

  const ada = <T>(work: () => Promise<T>) => app.as("Ada", "Initech", work);
  await ada(() => addMember(form(ben)));
  assert.deepEqual(await ada(members), ["Ada org:admin", "Ben org:member"]);
  await ada(() => changeRole(form({ user: app.user("Ben"), role: "org:admin" })));
  assert.deepEqual(await ada(members), ["Ada org:admin", "Ben org:admin"]);
  await ada(() => removeMember(form({ user: app.user("Ben") })));
  assert.deepEqual(await ada(members), ["Ada org:admin"]);
  assert.deepEqual(await app.as("Ben", undefined, mine), [{ name: "Acme", role: "org:member" }, { name: "Globex", role: "org:member" }]);
});

test("who may not manage members changes nothing at Clerk", async () => {
  const asBen = <T>(work: () => Promise<T>) => app.as("Ben", "Acme", work);
  const before = structuredClone(app.clerk.membersOf(app.organization("Acme")));
  for (const attempt of [
    () => addMember(form({ email: "cleo@people.example", role: "org:member" })),
    () => changeRole(form({ user: app.user("Ben"), role: "org:admin" })),
    () => removeMember(form({ user: app.user("Ada") })),
  ]) {
    await assert.rejects(asBen(attempt), /this takes the permission org:sys_memberships:manage/);
  }
  assert.deepEqual(app.clerk.membersOf(app.organization("Acme")), before);
});

test("a user is added by a verified address only", async () => {
  await app.rollcall.user({ id: "user_zora", first_name: "Zora", emailAddresses: ["zora@people.example"] });
  await app.rollcall.db.transaction(async (tx) => {
    await tx.exec("set local role rollcall_sync");
    await tx.exec(`update clerk.user_email_addresses set verification = '{"status": "unverified"}' where user_id = 'user_zora'`);
  });
  for (const email of ["zora@people.example", "nobody@people.example"]) {
    await assert.rejects(app.as("Ada", "Acme", () => addMember(form({ email, role: "org:member" }))), /nobody has this address/);
  }
});

test("what Clerk refuses is told, and nothing is waited for", async () => {
  const again = app.as("Ada", "Acme", () => addMember(form(ben)));
  await assert.rejects(again, (failed: { status?: number }) => failed.status === 400);
});
