// node contracts.mjs DIRECTORY: checks the JSON Schemas of the change topics with ajv, and prints their types.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { compile } from "json-schema-to-typescript";

const directory = process.argv[2];
const ajv = new Ajv.default({ strict: true, strictRequired: true, allErrors: true });
formats.default(ajv);
const schemas = fs.readdirSync(directory).filter((file) => file.endsWith(".schema.json")).sort()
  .map((file) => JSON.parse(fs.readFileSync(path.join(directory, file), "utf8")));
const validate = Object.fromEntries(schemas.map((schema) => [schema.title, ajv.compile(schema)]));

const times = { created_at: "2024-05-28T08:00:00.000Z", updated_at: "2024-05-28T08:00:00.000Z" };
const membership = { id: "orgmem_1", organization_id: "org_1", user_id: "user_1", role: "org:member", permissions: ["org:posts:read"], public_metadata: {}, ...times };
assert.ok(validate.OrganizationMembership(membership));
assert.ok(validate.OrganizationMembership({ ...membership, of_a_later_release: [1] }), "later releases add fields");
assert.ok(!validate.OrganizationMembership({ ...membership, user_id: undefined }), "a live membership has a user");
assert.ok(!validate.OrganizationMembership({ ...membership, permissions: {} }), "permissions are an array");
assert.ok(validate.OrganizationInvitation({ id: "orginv_1", status: "pending" }));
assert.ok(validate.OrganizationInvitation({ id: "orginv_1", status: "of a later Clerk" }), "known values are open");
assert.ok(!validate.OrganizationInvitation({ id: "orginv_1", status: 1 }));
assert.ok(validate.User({ id: "user_1", email_addresses: [{ id: "idn_1", email_address: "a@x.example" }], phone_numbers: [], external_accounts: [] }));
assert.ok(!validate.User({ id: "user_1", email_addresses: [{}], phone_numbers: [], external_accounts: [] }));

const types = await Promise.all(schemas.map((schema) => compile(schema, schema.title, { bannerComment: "", additionalProperties: false })));
process.stdout.write("// Made of docs/contracts by json2ts; ReaderToolsIT keeps it current. Fields that are null are absent.\n\n" + types.join("\n"));
