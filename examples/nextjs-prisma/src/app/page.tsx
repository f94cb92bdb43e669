import { createOrganization } from "@/app/organization/actions";
import { asUser } from "@/lib/database";
import { signInUrl } from "@/lib/session";

interface Mine {
  id: string;
  name: string | null;
  role: string | null;
}

/** Asked as the user, not as a back end: a user sees its own memberships. */
export default async function Home() {
  const [organizations, acting] = await asUser(async (orgDb, session) => [
    await orgDb.$queryRaw<Mine[]>`select id, name, role from rollcall.my_organizations() order by name`,
    session.organizationId,
  ]);
  return (
    <main>
      <h1>Your organizations</h1>
      <ul id="organizations">
        {organizations.map(({ id, name, role }) => (
          <li key={id}>{`${name} (${role})${id === acting ? ", where you act" : ""}`}</li>
        ))}
      </ul>
      <a href={signInUrl()}>Act in another one</a>
      <form action={createOrganization} id="create-organization">
        <input name="name" placeholder="Name" required />
        <button>Create an organization</button>
      </form>
    </main>
  );
}
