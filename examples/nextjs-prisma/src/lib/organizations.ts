import { clerk } from "./clerk";
import { asMember, backend } from "./database";

/**
 * Organizations and their members. Clerk decides, the copy answers: each write goes to Clerk's API, and then waits until the
 * webhook that follows it is in the tables, so that the page that comes next shows it.
 */

const MANAGE = "org:sys_memberships:manage";

export async function createOrganization(name: string, creatorId: string): Promise<string> {
  const { id } = await clerk().organizations.createOrganization({ name, createdBy: creatorId });
  await synced(id);
  // The creator's membership is an event of its own.
  const { data } = await clerk().organizations.getOrganizationMembershipList({ organizationId: id });
  for (const membership of data) {
    await synced(membership.id);
  }
  return id;
}

/** By an e-mail address that is verified: an address that nobody verified proves nothing. */
export async function addMember(email: string, role: string): Promise<void> {
  const organizationId = await managed();
  const address = await backend().clerkEmailAddress.findFirst({
    where: { emailAddress: email, verification: { path: ["status"], equals: "verified" }, user: { deletedAt: null } },
    select: { userId: true },
  });
  if (!address) {
    throw new Error("nobody has this address");
  }
  const membership = await clerk().organizations.createOrganizationMembership({ organizationId, userId: address.userId, role });
  await synced(membership.id);
}

export async function changeRole(userId: string, role: string): Promise<void> {
  const organizationId = await managed();
  const membership = await clerk().organizations.updateOrganizationMembership({ organizationId, userId, role });
  await synced(membership.id, new Date(membership.updatedAt).toISOString());
}

export async function removeMember(userId: string): Promise<void> {
  const organizationId = await managed();
  const membership = await clerk().organizations.deleteOrganizationMembership({ organizationId, userId });
  // No version is that new, so only its end is.
  await synced(membership.id, "infinity");
}

/** The organization that acts, once Clerk's own permission lets the user manage it. */
async function managed(): Promise<string> {
  return asMember(async (orgDb, { userId, organizationId }) => {
    const [answer] = await orgDb.$queryRaw<{ may: boolean }[]>`select rollcall.has_permission(${userId}, ${organizationId}, ${MANAGE}) as may`;
    if (!answer?.may) {
      throw new Error(`this takes the permission ${MANAGE}`);
    }
    return organizationId;
  });
}

/**
 * Waits for the copy, outside of any transaction. @param since Clerk's `updated_at` of what was written
 * @throws Error when it takes longer: Clerk has it, and the copy will
 */
async function synced(id: string, since: string | null = null): Promise<void> {
  const [row] = await backend().$queryRaw<{ synced: boolean }[]>`
    select rollcall.wait_until_synced(${id}, since => ${since}::timestamptz, timeout => '10 seconds') as synced`;
  if (!row?.synced) {
    throw new Error("saved at Clerk, and not here yet: look again in a moment");
  }
}
