import { asMember } from "@/lib/database";
import { addMember, changeRole, removeMember } from "./actions";

const ROLES = ["org:member", "org:admin"];

/** Members as the organization that acts may see them. Who may change them Clerk's permissions say, and each action asks again. */
export default async function Organization() {
  const members = await asMember((orgDb) =>
    orgDb.tenantMembership.findMany({
      orderBy: { createdAt: "asc" },
      select: { id: true, role: true, userId: true, user: { select: { firstName: true, lastName: true } } },
    }),
  );
  return (
    <main>
      <h1>Members</h1>
      <ul id="members">
        {members.map((member) => (
          <li key={member.id}>
            {`${member.user?.firstName} ${member.user?.lastName}: ${member.role}`}
            <form action={changeRole} data-form={`role-of-${member.user?.firstName}`}>
              <input type="hidden" name="user" value={member.userId ?? ""} />
              <select name="role" defaultValue={member.role ?? ""}>
                {ROLES.map((role) => (
                  <option key={role}>{role}</option>
                ))}
              </select>
              <button>Change</button>
            </form>
            <form action={removeMember} data-form={`remove-${member.user?.firstName}`}>
              <input type="hidden" name="user" value={member.userId ?? ""} />
              <button>Remove</button>
            </form>
          </li>
        ))}
      </ul>
      <form action={addMember} id="add-member">
        <input name="email" type="email" placeholder="E-mail address" required />
        <select name="role">
          {ROLES.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </select>
        <button>Add</button>
      </form>
    </main>
  );
}
