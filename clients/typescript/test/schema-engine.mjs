#!/usr/bin/env node
// Stands in for Prisma's schema engine, a program that Prisma downloads: the same JSON-RPC, answered by npm's WASM build of it over
// node-postgres. For ReaderToolsIT only, which has to work offline. Where there are migrations already, the
// build neither warns of data loss nor makes a further one: those are written by hand.
import crypto from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import nodePg from "pg";

const require = createRequire(import.meta.url);
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) };
const directory = path.dirname(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
const engineModule = await import(path.join(directory, "schema_engine_bg.js"));
const { instance } = await WebAssembly.instantiate(fs.readFileSync(path.join(directory, "schema_engine_bg.wasm")), { "./schema_engine_bg.js": engineModule });
engineModule.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

const parameters = process.argv.slice(2);
if (parameters[0] === "--version") {
  console.log("schema-engine-cli " + engineModule.version());
  process.exit(0);
}
let datasource = {};
const datamodels = [];
let asked = null;
for (let index = 0; index < parameters.length && asked === null; index++) {
  if (parameters[index] === "--datasource") datasource = JSON.parse(parameters[++index]);
  else if (parameters[index] === "--datamodels") datamodels.push([parameters[++index], fs.readFileSync(parameters[index], "utf8")]);
  else if (parameters[index] === "cli") asked = parameters[index + 1];
}

async function sql(url, statement) {
  const client = new nodePg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

if (asked !== null) {
  try {
    await sql(datasource.url, "select 1");
    process.exit(0);
  } catch (failed) {
    console.error(JSON.stringify({ fields: { message: failed.message, error_code: "P1001", is_panic: false, meta: {} } }));
    process.exit(1);
  }
}

// The adapter knows no column of PostgreSQL's own type "char", which the catalogs are full of.
const adapter = path.join(path.dirname(require.resolve("@prisma/adapter-pg")), "index.mjs");
const extended = adapter.replace("index.mjs", "with-char.mjs");
if (!fs.existsSync(extended)) {
  const text = fs.readFileSync(adapter, "utf8").replace("case ScalarColumnType.BPCHAR:", "case 18: return ColumnTypeEnum.Character; case ScalarColumnType.BPCHAR:");
  fs.writeFileSync(extended + process.pid, text);
  fs.renameSync(extended + process.pid, extended);
}
const { PrismaPg } = await import(extended);

/** As the program does: a database of its own on the same server. Of template0, into which nobody logs in meanwhile. */
async function shadow() {
  const name = "prisma_migrate_shadow_db_" + crypto.randomUUID();
  await sql(datasource.url, `create database "${name}" template template0`);
  const url = new URL(datasource.url);
  url.pathname = "/" + name;
  const connection = await new PrismaPg({ connectionString: url.href }).connect();
  const dispose = connection.dispose.bind(connection);
  connection.dispose = async () => {
    await dispose();
    // Not with (force): who is no superuser may not end an autovacuum worker that is at it, but a plain drop has it end by itself.
    await sql(datasource.url, `drop database if exists "${name}"`);
  };
  return connection;
}

const plain = new PrismaPg({ connectionString: datasource.url });
const factory = bindMigrationAwareSqlAdapterFactory({ provider: plain.provider, adapterName: plain.adapterName, connect: () => plain.connect(), connectToShadowDb: shadow });
let engine;
let printed = 1;
const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n");

async function answer({ id, method, params }) {
  if (method === "createDatabase") {
    return { databaseName: new URL(datasource.url).pathname.slice(1) };
  }
  engine ??= await engineModule.SchemaEngine.new({ datamodels: datamodels.length > 0 ? datamodels : undefined }, () => {}, factory);
  try {
    const result = await engine[method === "getDatabaseVersion" ? "version" : method](params);
    if (method === "diff" && result?.stdout) {
      send({ id: printed++, method: "print", params: { content: result.stdout } });
    }
    return method === "reset" || method === "dbExecute" ? {} : (result ?? null);
  } catch (failed) {
    if (method === "evaluateDataLoss" && /external factory/.test(failed.message)) {
      return { migrationSteps: 0, unexecutableSteps: [], warnings: [] };
    }
    if (method === "createMigration" && /external factory/.test(failed.message)) {
      return { connectorType: "postgresql", generatedMigrationName: null, extension: "sql", migrationScript: null };
    }
    throw failed;
  }
}

/** What failed, and for "External error id#0", which the engine says of the adapter's errors, what that was. */
function reason(failed) {
  const message = failed.message ?? String(failed);
  const id = /External error id#(\d+)/.exec(message)?.[1];
  const cause = id === undefined ? undefined : factory.errorRegistry.consumeError(Number(id));
  return cause === undefined ? message : `${message}\n${cause.error?.message ?? ""} ${JSON.stringify(cause.error?.cause ?? cause)}`;
}

let before = Promise.resolve();
const lines = readline.createInterface({ input: process.stdin });
lines.on("line", (line) => {
  before = before.then(async () => {
    const request = JSON.parse(line);
    if (!request.method) {
      return;
    }
    try {
      send({ id: request.id, result: await answer(request) });
    } catch (failed) {
      const data = { is_panic: false, message: reason(failed), meta: failed.meta ?? null, error_code: failed.code ?? null };
      send({ id: request.id, error: { code: 4466, message: "An error happened. Check the data field for details.", data } });
    }
  });
});
lines.on("close", () => before.then(() => process.exit(0)));
