import fs from "node:fs";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { tenantAdapter, tenantClient } from "@rollcall/client/prisma";
import { TestRollcall } from "@rollcall/client/testing";
import { PrismaClient } from "@/generated/prisma/client";
import { localClerk } from "../local-clerk/clerk.mjs";
import { Instance } from "../local-clerk/instance.mjs";
import { Copy } from "./copy.ts";
import { inRequest } from "./next.ts";

const MIGRATIONS = new URL("../prisma/migrations/", import.meta.url);

/**
 * The application with its migrations in PGlite and a local Clerk of its own. There live Ada (of Acme), Cleo (of Globex) and Ben
 * (of both).
 */
export class Application {
  private constructor(
    readonly rollcall: TestRollcall,
    readonly clerk: Instance,
    readonly copy: Copy,
    readonly close: () => Promise<void>,
  ) {}

  static async open(): Promise<Application> {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "nextjs-prisma-"));
    const clerk = Instance.open(path.join(directory, "state.json"));
    Object.assign(process.env, { CLERK_SECRET_KEY: "sk_test_of_tests", APP_URL: "http://127.0.0.1:3000" });
    const server = localClerk({ instance: clerk, key: process.env.CLERK_SECRET_KEY!, application: process.env.APP_URL! });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    process.env.CLERK_API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    const rollcall = await TestRollcall.create();
    for (const migration of fs.readdirSync(MIGRATIONS).filter((name) => /^\d/.test(name)).sort()) {
      await rollcall.migrate(fs.readFileSync(new URL(`${migration}/migration.sql`, MIGRATIONS), "utf8"));
    }
    const copy = new Copy(clerk, rollcall);
    await copy.takeIn();

    const backend = new PrismaClient({ adapter: new PrismaPGlite(rollcall.backend) });
    const tenant = new PrismaClient({ adapter: tenantAdapter(new PrismaPGlite(rollcall.db)) });
    // PGlite has one thread, in which waiting would wait for ever: what Clerk sent comes when it is waited for, and not before.
    const db = backend.$extends({
      query: {
        $queryRaw: async ({ args, query }) => {
          if (args.sql.includes("wait_until_synced")) {
            await copy.takeIn();
          }
          return query(args);
        },
      },
    });
    Object.assign(globalThis, { databases: { db, orgDb: tenantClient(tenant) } }); // where src/lib/database.ts looks

    return new Application(rollcall, clerk, copy, async () => {
      server.closeAllConnections();
      server.close();
      await Promise.all([backend.$disconnect(), tenant.$disconnect()]);
      await rollcall.close();
      fs.rmSync(directory, { recursive: true });
    });
  }

  user(name: string): string {
    return this.#found(this.clerk.users, (user) => user.first_name === name);
  }

  organization(name: string): string {
    return this.#found(this.clerk.organizations, (organization) => organization.name === name);
  }

  /** Signs in at the local Clerk's page. @returns the session's token */
  async signIn(name: string, organization?: string): Promise<string> {
    const form = new URLSearchParams({ user_id: this.user(name), ...(organization && { organization_id: this.organization(organization) }) });
    const answer = await fetch(`${process.env.CLERK_API_URL}/sign-in`, { method: "POST", body: form, redirect: "manual" });
    const token = /^__session=([^;]+);/.exec(answer.headers.get("set-cookie") ?? "")?.[1];
    if (!token) {
      throw new Error(`${name} cannot sign in: ${await answer.text()}`);
    }
    return token;
  }

  /** A request of somebody who signed in just now. */
  async as<T>(name: string, organization: string | undefined, work: () => Promise<T>): Promise<T> {
    return withToken(await this.signIn(name, organization), work);
  }

  #found(objects: Record<string, { id: string; first_name?: string; name?: string }>, is: (one: { first_name?: string; name?: string }) => boolean): string {
    const object = Object.values(objects).find(is);
    if (!object) {
      throw new Error("the local Clerk has none of this name");
    }
    return object.id;
  }
}

/** A request with this session. */
export function withToken<T>(token: string, work: () => Promise<T>): Promise<T> {
  return inRequest({ __session: token }, work);
}

/** As a form sends it. */
export function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    data.set(name, value);
  }
  return data;
}
