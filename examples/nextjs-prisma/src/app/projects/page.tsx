import { asMember } from "@/lib/database";
import { createProject, createTask } from "./actions";

/** No `where organization_id`: PostgreSQL shows the projects of the organization that acts, and their tasks. */
export default async function Projects() {
  const [organization, projects] = await asMember(async (orgDb, { organizationId }) => [
    await orgDb.tenantOrganization.findUnique({ where: { id: organizationId }, select: { name: true } }),
    await orgDb.project.findMany({
      orderBy: { createdAt: "asc" },
      select: { id: true, name: true, createdBy: { select: { firstName: true } }, tasks: { orderBy: { title: "asc" }, select: { id: true, title: true } } },
    }),
  ]);
  if (!organization) {
    return <main id="nobody">You are no member here, or not yet: Clerk's webhook may be on its way.</main>;
  }
  return (
    <main>
      <h1>{`Projects of ${organization.name}`}</h1>
      {projects.map((project) => (
        <section key={project.id} data-project={project.id}>
          <h2>{`${project.name}, by ${project.createdBy?.firstName ?? "somebody who left"}`}</h2>
          <ul>
            {project.tasks.map((task) => (
              <li key={task.id}>{task.title}</li>
            ))}
          </ul>
          <form action={createTask} data-form={`task-of-${project.name}`}>
            <input type="hidden" name="project" value={project.id} />
            <input name="title" placeholder="Task" required />
            <button>Add</button>
          </form>
        </section>
      ))}
      <form action={createProject} id="create-project">
        <input name="name" placeholder="Project" required />
        <button>Create</button>
      </form>
    </main>
  );
}
