// The tenant for Prisma, against PostgreSQL: TENANT_DATABASE_URL, with the organizations org_a and org_b of ReaderToolsIT.
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { after, before, test } from "node:test";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapterFactory } from "@prisma/client/runtime/client";
import { withNobody, withOrganization, withUser } from "@rollcall/client";
import { tenantAdapter, tenantClient } from "@rollcall/client/prisma";
import { PrismaClient } from "./generated/client.ts";

const connection = { connectionString: process.env.TENANT_DATABASE_URL!, max: 4 };
const bare = new PrismaClient({ adapter: tenantAdapter(new PrismaPg(connection)) });
const db = tenantClient(bare);
const ORGANIZATIONS = ["org_a", "org_b"] as const;
const ids: Record<string, number> = {};

/** Both of them ask in one tick, as requests do that waited for the same thing. */
async function together<T>(ask: (organization: string) => PromiseLike<T>): Promise<[T, T]> {
  let wake = () => {};
  const woken = new Promise<void>((resolve) => (wake = resolve));
  const both = ORGANIZATIONS.map((organization) => withOrganization(organization, async () => { await woken; return ask(organization); }));
  wake();
  return Promise.all(both) as Promise<[T, T]>;
}

before(async () => {
  for (const organization of ORGANIZATIONS) {
    const project = await withOrganization(organization, () =>
      db.project.create({ data: { name: `of ${organization}`, organizationId: organization, tasks: { create: { title: `of ${organization}`, organizationId: organization } } } }));
    ids[organization] = project.id;
  }
});
after(() => bare.$disconnect());

test("an organization sees its own, in models, relations, counts and raw SQL", async () => {
  for (const organization of ORGANIZATIONS) {
    await withOrganization(organization, async () => {
      assert.deepEqual((await db.project.findMany({ include: { tasks: true } })).map((project) => [project.name, project.tasks.length]), [[`of ${organization}`, 1]]);
      assert.equal(await db.task.count(), 1);
      const members = await db.clerkMembership.findMany({ select: { user: { select: { id: true } }, organization: { select: { id: true } } } });
      assert.deepEqual(members, [{ user: { id: `user_${organization.at(-1)}` }, organization: { id: organization } }]);
      assert.deepEqual(await db.$queryRaw`select rollcall.current_organization_id() as id`, [{ id: organization }]);
    });
  }
});

test("a promise that is only made inside begins inside", async () => {
  assert.equal(await withOrganization("org_a", () => db.project.count()), 1);
});

test("nobody is asked for, and nobody sees nothing", async () => {
  await assert.rejects(async () => db.project.findMany(), /nobody acts here/);
  await assert.rejects(async () => db.$transaction([db.project.count()]), /nobody acts here/);
  await assert.rejects(async () => db.$transaction(async (tx) => tx.project.count()), /nobody acts here/);
  assert.throws(() => withOrganization("", () => 1), /no organization/);
  assert.deepEqual(await withNobody(async () => [await db.project.count(), await db.$queryRaw`select 1 as up`]), [0, [{ up: 1 }]]);
});

test("a client that was not wrapped asks nothing", async () => {
  for (const ask of [() => bare.project.findMany(), () => bare.$queryRaw`select 1`, () => bare.$transaction([bare.project.count()]), () => bare.$transaction((tx) => tx.project.count())]) {
    await assert.rejects(() => withOrganization("org_a", ask), /wrap the client/);
  }
});

test("two organizations that ask for the same row in one tick: 1,000 rounds", async () => {
  const id = ids.org_a!;
  const refused = (error: { code?: string }) => { assert.equal(error.code, "P2025"); return "refused" as const; };
  for (let round = 0; round < 250; round++) {
    const [ofA, ofB] = await together(() => db.project.findUnique({ where: { id } }));
    assert.deepEqual([ofA?.organizationId, ofB], ["org_a", null], "findUnique");
    const [thrownA, thrownB] = await together(() => db.project.findUniqueOrThrow({ where: { id } }).catch(refused));
    assert.deepEqual([(thrownA as { id: number }).id, thrownB], [id, "refused"], "findUniqueOrThrow");
    const [tasksA, tasksB] = await together(() => db.project.findUnique({ where: { id } }).tasks());
    assert.deepEqual([tasksA?.map((task) => task.title), tasksB], [["of org_a"], null], "fluent relation");
    const [batchA, batchB] = await together(() => db.$transaction([db.project.findMany(), db.project.findUnique({ where: { id } })]));
    assert.deepEqual([batchA[0].map((p) => p.organizationId), batchA[1]?.id], [["org_a"], id], "batch of A");
    assert.deepEqual([batchB[0].map((p) => p.organizationId), batchB[1]], [["org_b"], null], "batch of B");
  }
});

test("without the client's half Prisma gives one organization's row to the other", async () => {
  const tenant = new AsyncLocalStorage<string>();
  const client = new PrismaClient({ adapter: asking(new PrismaPg(connection), () => tenant.getStore()!) });
  try {
    let wake = () => {};
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const asked = ORGANIZATIONS.map((organization) =>
      tenant.run(organization, async () => { await woken; return await client.project.findUnique({ where: { id: ids.org_a! } }); }));
    wake();
    const [, ofB] = await Promise.all(asked);
    assert.equal(ofB?.organizationId, "org_a", "when this is null Prisma has stopped merging, and the client's half may be thought over");
  } finally {
    await client.$disconnect();
  }
});

test("parallel requests are not mixed", async () => {
  const asked = Array.from({ length: 40 }, (_, index) => ORGANIZATIONS[index % 2]!).map(async (organization) =>
    withOrganization(organization, async () => [organization, (await db.project.findMany()).map((project) => project.organizationId)] as const));
  for (const [organization, seen] of await Promise.all(asked)) {
    assert.deepEqual(seen, [organization]);
  }
});

test("a transaction is one: what was written before it failed is gone", async () => {
  await withOrganization("org_a", async () => {
    await assert.rejects(db.$transaction(async (tx) => {
      await tx.project.create({ data: { name: "gone", organizationId: "org_a" } });
      assert.equal(await tx.project.count({ where: { name: "gone" } }), 1);
      await tx.$executeRaw`update projects set name = 'gone too' where name = 'gone'`;
      throw new Error("on purpose");
    }), /on purpose/);
    await assert.rejects(db.$transaction([
      db.project.create({ data: { name: "gone", organizationId: "org_a" } }),
      db.project.create({ data: { name: "foreign", organizationId: "org_b" } }),
    ]), /row-level security/);
    assert.equal(await db.project.count(), 1);
    await db.$transaction(async (tx) => {
      const kept = await tx.project.create({ data: { name: "kept for a moment", organizationId: "org_a" } });
      await tx.project.delete({ where: { id: kept.id } });
    }, { isolationLevel: "Serializable" });
  });
});

test("a transaction acts for one: inside another context it refuses", async () => {
  await withOrganization("org_a", () => db.$transaction(async (tx) => {
    await assert.rejects(() => withOrganization("org_b", () => tx.project.findMany()), /acts for somebody else/);
    await assert.rejects(() => withUser("user_a", () => tx.project.findMany()), /acts for somebody else/);
    assert.deepEqual((await withOrganization("org_b", () => db.project.findMany())).map((project) => project.organizationId), ["org_b"]);
    assert.equal(await tx.project.count(), 1);
  }));
});

test("an extension of the application's acts for the same", async () => {
  const seen: string[] = [];
  const audited = db.$extends({ query: { project: { async findMany({ args, query }) { const found = await query(args); seen.push(...found.map((p) => p.organizationId!)); return found; } } } });
  await withOrganization("org_b", async () => {
    await audited.project.findMany();
    await audited.$transaction(async (tx) => tx.project.findMany());
    await audited.$transaction([audited.project.findMany()]);
  });
  assert.deepEqual(seen, ["org_b", "org_b", "org_b"]);
});

test("another organization's rows are neither written nor moved", async () => {
  await withOrganization("org_b", async () => {
    await assert.rejects(async () => db.project.create({ data: { name: "x", organizationId: "org_a" } }), /row-level security/);
    await assert.rejects(async () => db.project.update({ where: { id: ids.org_a! }, data: { name: "x" } }), { code: "P2025" });
    assert.equal((await db.project.updateMany({ data: { name: "of org_b" } })).count, 1);
  });
});

/** The adapter that asks who acts when a query arrives. */
function asking(factory: SqlDriverAdapterFactory, who: () => string): SqlDriverAdapterFactory {
  return { ...factory, provider: factory.provider, adapterName: factory.adapterName, async connect() {
    const inner = await factory.connect();
    const queryRaw: typeof inner.queryRaw = async (query) => {
      const tx = await inner.startTransaction();
      try {
        await tx.queryRaw({ sql: "select rollcall.set_tenant($1)::text", args: [who()], argTypes: [{ scalarType: "string", arity: "scalar" }] });
        return await tx.queryRaw(query);
      } finally {
        await tx.executeRaw({ sql: "COMMIT", args: [], argTypes: [] });
        await tx.commit();
      }
    };
    return Object.assign(Object.create(inner), { queryRaw, provider: inner.provider, adapterName: inner.adapterName, dispose: () => inner.dispose() });
  } };
}

test("the tenant's views are models: default selects and relations work", async () => {
  await withOrganization("org_a", async () => {
    const [membership, ...others] = await db.tenantMembership.findMany({ include: { user: { include: { emailAddresses: true } }, organization: true } });
    assert.deepEqual([membership?.user?.firstName, membership?.organization?.id, others.length], ["Ada", "org_a", 0]);
  });
});

test("a user sees its own, and nothing in an organization that it is not a member of", async () => {
  await withUser("user_a", async () => {
    assert.deepEqual((await db.tenantMembership.findMany()).map((membership) => membership.organizationId), ["org_a"]);
    assert.deepEqual(await db.$queryRaw`select id from rollcall.my_organizations()`, [{ id: "org_a" }]);
    assert.equal(await db.project.count(), 0, "no organization acts");
  });
  assert.equal(await withUser("user_a", () => withOrganization("org_a", () => db.project.count())), 1);
  assert.equal(await withUser("user_a", () => withOrganization("org_b", () => db.project.count())), 0);
});
