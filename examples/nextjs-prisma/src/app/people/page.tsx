import { asMember } from "@/lib/database";
import { createPerson, deletePerson, updatePerson } from "./actions";

/** People whom the organization knows; no accounts. `?q=` searches. */
export default async function People({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const { q } = await searchParams;
  const contains = typeof q === "string" ? q : "";
  const people = await asMember((orgDb) =>
    orgDb.person.findMany({
      where: { OR: [{ name: { contains, mode: "insensitive" } }, { email: { contains, mode: "insensitive" } }] },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      select: { id: true, name: true, email: true },
    }),
  );
  return (
    <main>
      <h1>People</h1>
      <form>
        <input name="q" defaultValue={contains} placeholder="Search" />
        <button>Search</button>
      </form>
      <ul id="people">
        {people.map((person) => (
          <li key={person.id}>
            {`${person.name} <${person.email}>`}
            <form action={updatePerson} data-form={`rename-${person.email}`}>
              <input type="hidden" name="id" value={person.id} />
              <input name="name" defaultValue={person.name} required />
              <button>Rename</button>
            </form>
            <form action={deletePerson} data-form={`delete-${person.email}`}>
              <input type="hidden" name="id" value={person.id} />
              <button>Delete</button>
            </form>
          </li>
        ))}
      </ul>
      <form action={createPerson} id="create-person">
        <input name="name" placeholder="Name" required />
        <input name="email" type="email" placeholder="E-mail address" required />
        <button>Create</button>
      </form>
    </main>
  );
}
