import type { TestRollcall } from "@rollcall/client/testing";
import type { Instance } from "../local-clerk/instance.mjs";

/** In place of gateway, Kafka and worker: writes the webhooks of the local Clerk that are not delivered yet into the tables. */
export class Copy {
  constructor(
    private readonly clerk: Instance,
    private readonly rollcall: TestRollcall,
  ) {}

  async takeIn(): Promise<void> {
    for (let next = this.clerk.outbox[0]; next; next = this.clerk.outbox[0]) {
      const { type, data } = JSON.parse(next.body);
      await this.#write(type, data);
      this.clerk.delivered();
    }
  }

  async #write(type: string, data: any): Promise<void> {
    const times = { created_at: new Date(data.created_at), updated_at: new Date(data.updated_at) };
    switch (type) {
      case "role.created":
        await this.rollcall.role({ id: data.id, key: data.key, permissions: data.permissions.map((one: { key: string }) => one.key) });
        break;
      case "user.created":
        await this.rollcall.user({
          id: data.id,
          first_name: data.first_name,
          last_name: data.last_name,
          emailAddresses: data.email_addresses.map((one: { email_address: string }) => one.email_address),
        });
        break;
      case "organization.created":
        await this.rollcall.organization({ id: data.id, name: data.name });
        break;
      case "organizationMembership.created":
      case "organizationMembership.updated":
        await this.rollcall.member({
          id: data.id,
          organization_id: data.organization.id,
          user_id: data.public_user_data.user_id,
          role: data.role,
          ...times,
        });
        break;
      case "organizationMembership.deleted":
        await this.rollcall.ended("organization_memberships", data.id);
        break;
      default:
        throw new Error(`the local Clerk sends ${type}, which no test takes`);
    }
  }
}
