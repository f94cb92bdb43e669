// node list.mjs <url>, with CLERK_SECRET_KEY: prints the id of each user, organization and membership as a line of JSON.
// Clerk's client as it comes: it asks, pages and reads as an application's would.
import { createClerkClient } from "@clerk/backend";

const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY, apiUrl: process.argv[2] });
const limit = 100;

async function all(table, list) {
  for (let offset = 0; ; offset += limit) {
    const { data, totalCount } = await list({ limit, offset, orderBy: "+created_at" });
    for (const object of data) {
      console.log(JSON.stringify({ table, id: object.id, totalCount }));
    }
    if (data.length === 0) {
      return;
    }
  }
}

await all("user", (page) => clerk.users.getUserList(page));
await all("organization", (page) => clerk.organizations.getOrganizationList(page));
const { data: organizations } = await clerk.organizations.getOrganizationList({ limit: 500 });
for (const { id: organizationId } of organizations) {
  await all("organizationMembership", (page) =>
    clerk.organizations.getOrganizationMembershipList({ organizationId, ...page }));
}
