"use server";

import { revalidatePath } from "next/cache";
import { asMember } from "@/lib/database";
import { text } from "@/lib/form";

/** Server actions are endpoints: each asks for itself who acts. The organization is the session's, never the form's. */
export async function createProject(form: FormData): Promise<void> {
  const name = text(form, "name");
  await asMember((orgDb, { organizationId, userId }) => orgDb.project.create({ data: { name, organizationId, createdById: userId } }));
  revalidatePath("/projects");
}

/** Another organization's project, or none: PostgreSQL refuses both in the same way. */
export async function createTask(form: FormData): Promise<void> {
  const title = text(form, "title");
  const projectId = text(form, "project");
  await asMember((orgDb) => orgDb.task.create({ data: { title, projectId } }));
  revalidatePath("/projects");
}
