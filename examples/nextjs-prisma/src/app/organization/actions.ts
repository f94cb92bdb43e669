"use server";

import { revalidatePath } from "next/cache";
import { text } from "@/lib/form";
import * as organizations from "@/lib/organizations";
import { requireSession } from "@/lib/session";

/** Whoever is signed in; the page that lists one's organizations shows it, since the copy has it then. */
export async function createOrganization(form: FormData): Promise<void> {
  const { userId } = await requireSession();
  await organizations.createOrganization(text(form, "name"), userId);
  revalidatePath("/");
}

export async function addMember(form: FormData): Promise<void> {
  await organizations.addMember(text(form, "email"), text(form, "role"));
  revalidatePath("/organization");
}

export async function changeRole(form: FormData): Promise<void> {
  await organizations.changeRole(text(form, "user"), text(form, "role"));
  revalidatePath("/organization");
}

export async function removeMember(form: FormData): Promise<void> {
  await organizations.removeMember(text(form, "user"));
  revalidatePath("/organization");
}
