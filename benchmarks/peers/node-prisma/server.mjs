// The webhook route that one would write with Prisma: signature, one transaction an event, a guard against older states.
// Environment: PORT, SECRET (whsec_…), DATABASE_URL. It answers 202 when the transaction is committed.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { PrismaPg } from "@prisma/adapter-pg";
import client from "@prisma/client";
import pg from "pg";

const key = Buffer.from(process.env.SECRET.slice("whsec_".length), "base64");

const administrator = new pg.Client({ connectionString: process.env.DATABASE_URL });
await administrator.connect();
await administrator.query(`
  create schema if not exists prisma_peer;
  create table if not exists prisma_peer.users (
    id text primary key, external_id text, username text, first_name text, last_name text, image_url text,
    primary_email_address_id text, public_metadata jsonb, private_metadata jsonb, unsafe_metadata jsonb,
    banned boolean, locked boolean, last_sign_in_at bigint, last_active_at bigint, created_at bigint,
    updated_at bigint not null, raw jsonb not null);
  create table if not exists prisma_peer.email_addresses (
    user_id text not null, id text not null, email_address text, verification jsonb, linked_to jsonb,
    created_at bigint, updated_at bigint, primary key (user_id, id))`);
await administrator.end();

const prisma = new client.PrismaClient({
  adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL, max: 8 }, { schema: "prisma_peer" }),
  transactionOptions: { maxWait: 60_000, timeout: 60_000 },
});

function verified(headers, body) {
  const content = Buffer.concat([Buffer.from(`${headers["svix-id"]}.${headers["svix-timestamp"]}.`), body]);
  const expected = createHmac("sha256", key).update(content).digest();
  const age = Math.abs(Date.now() / 1000 - Number(headers["svix-timestamp"]));
  return age < 300 && headers["svix-signature"].split(" ").some((candidate) => {
    const given = Buffer.from(candidate.slice("v1,".length), "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const row = (user) => ({
  externalId: user.external_id, username: user.username, firstName: user.first_name, lastName: user.last_name,
  imageUrl: user.image_url, primaryEmailAddressId: user.primary_email_address_id,
  publicMetadata: user.public_metadata, privateMetadata: user.private_metadata, unsafeMetadata: user.unsafe_metadata,
  banned: user.banned, locked: user.locked, lastSignInAt: user.last_sign_in_at, lastActiveAt: user.last_active_at,
  createdAt: user.created_at, updatedAt: user.updated_at, raw: user,
});

const address = (email) => ({
  emailAddress: email.email_address, verification: email.verification, linkedTo: email.linked_to,
  createdAt: email.created_at, updatedAt: email.updated_at,
});

async function apply(user) {
  await prisma.$transaction(async (tx) => {
    const updated = await tx.user.updateMany({ where: { id: user.id, updatedAt: { lt: user.updated_at } }, data: row(user) });
    let written = updated.count;
    if (written === 0) {
      const created = await tx.user.createMany({ data: [{ id: user.id, ...row(user) }], skipDuplicates: true });
      written = created.count;
    }
    if (written === 0) {
      return;
    }
    for (const email of user.email_addresses) {
      await tx.emailAddress.upsert({
        where: { userId_id: { userId: user.id, id: email.id } },
        create: { userId: user.id, id: email.id, ...address(email) },
        update: address(email),
      });
    }
    const ids = user.email_addresses.map((email) => email.id);
    await tx.emailAddress.deleteMany({ where: { userId: user.id, id: { notIn: ids } } });
  });
}

createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", async () => {
    const body = Buffer.concat(parts);
    try {
      if (verified(request.headers, body)) {
        await apply(JSON.parse(body).data);
        response.writeHead(202, { "content-length": 0 }).end();
      } else {
        response.writeHead(401, { "content-length": 0 }).end();
      }
    } catch (failed) {
      console.error(failed.message);
      response.writeHead(503, { "content-length": 0 }).end();
    }
  });
}).listen(Number(process.env.PORT), "127.0.0.1");
