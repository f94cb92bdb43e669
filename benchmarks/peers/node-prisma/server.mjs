// The webhook route that one would write with Prisma: signature, one transaction an event, a guard against older states.
// Environment: PORT, SECRET (whsec_…), DATABASE_URL. It answers 202 when the transaction is committed.
import { PrismaPg } from "@prisma/adapter-pg";
import client from "@prisma/client";
import pg from "pg";
import { serve } from "./route.mjs";

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

serve(apply);
