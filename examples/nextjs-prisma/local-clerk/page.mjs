const escaped = (text) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

/** Everybody, and each organization that they may act in. */
export function signInPage(instance) {
  const people = Object.values(instance.users).map((user) => {
    const places = instance.membershipsOf(user.id).map((one) => button(user, one.organization)).join("\n");
    return `<h2>${escaped(user.first_name)}</h2>\n${places}\n${button(user)}`;
  });
  return `<!doctype html><html lang="en"><title>Local Clerk</title><link rel="icon" href="data:,"><h1>Local Clerk: who are you?</h1>\n${people.join("\n")}</html>`;
}

function button(user, organization) {
  const name = organization ? `in ${organization.name}` : "without an organization";
  return `<form method="post" action="/sign-in">
<input type="hidden" name="user_id" value="${user.id}">${organization ? `<input type="hidden" name="organization_id" value="${organization.id}">` : ""}
<button>${escaped(user.first_name)} ${escaped(name)}</button></form>`;
}
