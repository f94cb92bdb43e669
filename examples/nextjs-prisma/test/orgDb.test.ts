import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createPerson, deletePerson, updatePerson } from "@/app/people/actions";
import { createProject, createTask } from "@/app/projects/actions";
import { asMember, tenant } from "@/lib/database";
import { Application, form, withToken } from "./application.ts";
import { inRequest, Redirected } from "./next.ts";

let app: Application;
before(async () => {
  app = await Application.open();
  await app.as("Ada", "Acme", () => createProject(form({ name: "Anvils" })));
  await app.as("Cleo", "Globex", () => createProject(form({ name: "Globes" })));
});
after(() => app.close());

const projects = () => asMember((orgDb) => orgDb.project.findMany({ orderBy: { name: "asc" }, include: { tasks: true, createdBy: { select: { firstName: true } } } }));
const named = async () => (await projects()).map(({ name, createdBy, tasks }) => [name, createdBy?.firstName ?? null, tasks.map((task) => task.title)]);
const idOf = async (name: string) => (await projects()).find((project) => project.name === name)!.id;
const people = () => asMember((orgDb) => orgDb.person.findMany({ select: { name: true, email: true } }));

test("each organization sees its own projects and tasks, and a user of both those of the one that acts", async () => {
  await app.as("Ada", "Acme", async () => createTask(form({ title: "Forge one", project: await idOf("Anvils") })));
  assert.deepEqual(await app.as("Ada", "Acme", named), [["Anvils", "Ada", ["Forge one"]]]);
  assert.deepEqual(await app.as("Cleo", "Globex", named), [["Globes", "Cleo", []]]);
  assert.deepEqual(await app.as("Ben", "Acme", named), [["Anvils", "Ada", ["Forge one"]]]);
  assert.deepEqual(await app.as("Ben", "Globex", named), [["Globes", "Cleo", []]]);
});

test("a task for another organization's project is refused as one for none", async () => {
  const foreign = await app.as("Ada", "Acme", () => idOf("Anvils"));
  for (const project of [foreign, "no_such_project"]) {
    await assert.rejects(app.as("Cleo", "Globex", () => createTask(form({ title: "Planted", project }))), /row-level security/);
  }
});

test("an organization that is named by hand is refused, whatever the session's", async () => {
  const organizationId = app.organization("Acme");
  await assert.rejects(
    app.as("Cleo", "Globex", () => asMember((orgDb) => orgDb.project.create({ data: { name: "Planted", organizationId } }))),
    /row-level security/,
  );
});

test("a person is found, changed and deleted by its own organization only", async () => {
  await app.as("Ada", "Acme", () => createPerson(form({ name: "Zora", email: "Zora@out.example" })));
  await app.as("Cleo", "Globex", () => createPerson(form({ name: "Another Zora", email: "zora@out.example" })));
  await app.as("Ada", "Acme", () => createPerson(form({ name: "Zora Neale", email: "zora@out.example" })));
  const id = await app.as("Ada", "Acme", async () => (await asMember((orgDb) => orgDb.person.findFirstOrThrow())).id);
  await app.as("Cleo", "Globex", () => updatePerson(form({ id, name: "Mallory" })));
  await app.as("Cleo", "Globex", () => deletePerson(form({ id })));
  assert.deepEqual(await app.as("Ada", "Acme", people), [{ name: "Zora Neale", email: "zora@out.example" }]);
  await app.as("Ada", "Acme", () => deletePerson(form({ id })));
  assert.deepEqual(await app.as("Ada", "Acme", people), []);
  assert.deepEqual(await app.as("Cleo", "Globex", people), [{ name: "Another Zora", email: "zora@out.example" }]);
});

test("a query for nobody is refused", async () => {
  await assert.rejects(async () => tenant().project.findMany(), /nobody acts here/);
});

test("nobody is sent to sign in, also with a token that somebody changed or that is of no organization", async () => {
  const [head, claims, signature] = (await app.signIn("Cleo", "Globex")).split(".");
  const changed = JSON.parse(Buffer.from(claims!, "base64url").toString());
  changed.o.id = app.organization("Acme");
  const forged = [head, Buffer.from(JSON.stringify(changed)).toString("base64url"), signature].join(".");
  const toSignIn = (failed: unknown) => failed instanceof Redirected && failed.to === `${process.env.CLERK_API_URL}/sign-in`;
  await assert.rejects(inRequest({}, projects), toSignIn);
  await assert.rejects(withToken(forged, projects), toSignIn);
  await assert.rejects(app.as("Ben", undefined, projects), toSignIn);
});

test("a token of a membership that has ended shows and writes nothing, before any revocation", async () => {
  const token = await app.signIn("Ben", "Globex");
  app.clerk.removeMember(app.clerk.membership(app.organization("Globex"), app.user("Ben")));
  await app.copy.takeIn();
  assert.deepEqual(await withToken(token, named), []);
  await assert.rejects(withToken(token, () => createProject(form({ name: "Planted" }))), /row-level security/);
  assert.deepEqual(await app.rollcall.asBackend("select name from projects where name = 'Planted'"), []);
});
