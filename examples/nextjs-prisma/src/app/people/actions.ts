"use server";

import { revalidatePath } from "next/cache";
import { asMember } from "@/lib/database";
import { text } from "@/lib/form";

/** By its address within the organization: sent twice it is one person. */
export async function createPerson(form: FormData): Promise<void> {
  const [name, email] = [text(form, "name"), text(form, "email").toLowerCase()];
  await asMember((orgDb, { organizationId }) =>
    orgDb.person.upsert({
      where: { organizationId_email: { organizationId, email } },
      update: { name },
      create: { name, email, organizationId },
    }),
  );
  revalidatePath("/people");
}

/** Another organization's person is one that does not exist: nothing is changed. */
export async function updatePerson(form: FormData): Promise<void> {
  const [id, name] = [text(form, "id"), text(form, "name")];
  await asMember((orgDb) => orgDb.person.updateMany({ where: { id }, data: { name } }));
  revalidatePath("/people");
}

export async function deletePerson(form: FormData): Promise<void> {
  const id = text(form, "id");
  await asMember((orgDb) => orgDb.person.deleteMany({ where: { id } }));
  revalidatePath("/people");
}
