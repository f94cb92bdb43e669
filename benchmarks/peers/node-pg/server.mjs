// The webhook route that one would write by hand: signature, one transaction an event, a guard against older states.
// Environment: PORT, SECRET (whsec_…), DATABASE_URL. It answers 202 when the transaction is committed.
import pg from "pg";
import { serve } from "./route.mjs";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 });

await pool.query(`
  create schema if not exists peer;
  create table if not exists peer.users (
    id text primary key, external_id text, username text, first_name text, last_name text, image_url text,
    primary_email_address_id text, public_metadata jsonb, private_metadata jsonb, unsafe_metadata jsonb,
    banned boolean, locked boolean, last_sign_in_at bigint, last_active_at bigint, created_at bigint,
    updated_at bigint not null, raw jsonb not null);
  create table if not exists peer.email_addresses (
    user_id text not null, id text not null, email_address text, verification jsonb, linked_to jsonb,
    created_at bigint, updated_at bigint, primary key (user_id, id));
  grant usage on schema peer to public`);

const USER = {
  name: "user",
  text: `insert into peer.users as u values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)
    on conflict (id) do update set external_id = excluded.external_id, username = excluded.username,
      first_name = excluded.first_name, last_name = excluded.last_name, image_url = excluded.image_url,
      primary_email_address_id = excluded.primary_email_address_id, public_metadata = excluded.public_metadata,
      private_metadata = excluded.private_metadata, unsafe_metadata = excluded.unsafe_metadata,
      banned = excluded.banned, locked = excluded.locked, last_sign_in_at = excluded.last_sign_in_at,
      last_active_at = excluded.last_active_at, updated_at = excluded.updated_at, raw = excluded.raw
    where u.updated_at < excluded.updated_at`,
};
const EMAIL = {
  name: "email",
  text: `insert into peer.email_addresses values ($1,$2,$3,$4,$5,$6,$7)
    on conflict (user_id, id) do update set email_address = excluded.email_address,
      verification = excluded.verification, linked_to = excluded.linked_to, updated_at = excluded.updated_at`,
};
const GONE = { name: "gone", text: "delete from peer.email_addresses where user_id = $1 and id <> all ($2)" };

async function apply(user) {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const written = await client.query({
      ...USER,
      values: [
        user.id, user.external_id, user.username, user.first_name, user.last_name, user.image_url,
        user.primary_email_address_id, JSON.stringify(user.public_metadata), JSON.stringify(user.private_metadata),
        JSON.stringify(user.unsafe_metadata), user.banned, user.locked, user.last_sign_in_at, user.last_active_at,
        user.created_at, user.updated_at, JSON.stringify(user),
      ],
    });
    if (written.rowCount === 1) {
      for (const email of user.email_addresses) {
        await client.query({
          ...EMAIL,
          values: [
            user.id, email.id, email.email_address, JSON.stringify(email.verification),
            JSON.stringify(email.linked_to), email.created_at, email.updated_at,
          ],
        });
      }
      await client.query({ ...GONE, values: [user.id, user.email_addresses.map((email) => email.id)] });
    }
    await client.query("commit");
  } catch (failed) {
    await client.query("rollback").catch(() => {});
    throw failed;
  } finally {
    client.release();
  }
}

serve(apply);
