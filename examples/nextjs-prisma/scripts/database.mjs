// Once, as an administrator: the login that migrates this application's tables, which owns nothing of Rollcall's (docs/readers/prisma.md).
import pg from "pg";

const direct = new URL(process.env.DIRECT_URL);
const admin = new pg.Client({ connectionString: process.env.ADMIN_DATABASE_URL });
const role = pg.escapeIdentifier(decodeURIComponent(direct.username));
const password = pg.escapeLiteral(decodeURIComponent(direct.password));
await admin.connect();
const known = await admin.query("select from pg_roles where rolname = $1", [decodeURIComponent(direct.username)]);
await admin.query(`
  ${known.rowCount === 0 ? `create role ${role} login createdb;` : ""}
  alter role ${role} password ${password};
  alter schema public owner to ${role};
  grant connect on database ${pg.escapeIdentifier(direct.pathname.slice(1))} to ${role};
  set role rollcall_owner;
  grant usage on schema clerk to ${role};
  grant references (id) on clerk.users, clerk.organizations to ${role};
  reset role;`);
await admin.end();
console.log(`${direct.username} may migrate public`);
