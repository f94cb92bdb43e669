// A sign-in page, the keys that its session tokens are verified with, and the writes of Clerk's Backend API that this example
// makes. On loopback, for people who need no password.
import http from "node:http";
import { signInPage } from "./page.mjs";
import { sessionToken } from "./tokens.mjs";

/**
 * The server, which listens nowhere yet.
 * @param {{ instance: import("./instance.mjs").Instance, key: string, application: string }} what the secret key that writes, and
 * the application that people sign in to
 */
export function localClerk({ instance, key, application }) {
  const api = apiOf(instance);
  const server = http.createServer((request, response) => {
    answer(request, response).catch((failed) => {
      const { status = 500, code = "internal_clerk_error" } = failed;
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify({ errors: [{ code, message: failed.message, long_message: failed.message }] }));
    });
  });

  async function answer(request, response) {
    const url = new URL(request.url, "http://127.0.0.1");
    const pieces = [];
    for await (const piece of request) {
      pieces.push(piece);
    }
    const text = Buffer.concat(pieces).toString();
    if (`${request.method} ${url.pathname}` === "GET /sign-in") {
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(signInPage(instance));
    } else if (`${request.method} ${url.pathname}` === "POST /sign-in") {
      signIn(new URLSearchParams(text), response);
    } else if (`${request.method} ${url.pathname}` === "POST /sign-out") {
      response.setHeader("Set-Cookie", "__session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
      response.writeHead(303, { Location: application }).end();
    } else {
      const result = asked(request, request.method, url)(text === "" ? {} : JSON.parse(text));
      response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(result));
    }
  }

  /** Where people sign in; Clerk's own page would do it. The token goes into a cookie that no script can read. */
  function signIn(form, response) {
    const user = found(instance.users[form.get("user_id")], "user");
    const membership = form.get("organization_id")
      ? found(instance.membership(form.get("organization_id"), user.id), "membership")
      : undefined;
    const { address, port } = server.address();
    const token = sessionToken(instance, { issuer: `http://${address}:${port}`, application, user, membership });
    response.setHeader("Set-Cookie", `__session=${token}; Path=/; HttpOnly; SameSite=Lax`);
    response.writeHead(303, { Location: application }).end();
  }

  function asked(request, method, url) {
    if (request.headers.authorization !== `Bearer ${key}`) {
      throw new Refused(401, "clerk_key_invalid", "the secret key is invalid");
    }
    for (const [pattern, endpoint] of Object.entries(api)) {
      const match = new RegExp(`^${pattern}$`).exec(`${method} ${url.pathname}`);
      if (match) {
        return (body) => endpoint(match.slice(1), body);
      }
    }
    throw new Refused(404, "resource_not_found", "this local Clerk has no such endpoint");
  }

  return server;
}

class Refused extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, code });
  }
}

const found = (object, what) => object ?? (() => { throw new Refused(404, "resource_not_found", `${what} not found`); })();

/** Clerk's Backend API, as far as it is here. */
function apiOf(instance) {
  const known = (role) => {
    if (!instance.roles[role]) {
      throw new Refused(422, "form_param_value_invalid", `there is no role ${role}`);
    }
  };
  return {
    "GET /v1/jwks": () => ({ keys: [instance.jwk()] }),
    "POST /v1/organizations": (_, { name, created_by }) => {
      found(instance.users[created_by], "user");
      return instance.createOrganization(name, created_by);
    },
    "GET /v1/organizations/([^/]+)/memberships": ([organization]) => {
      const data = instance.membersOf(found(instance.organizations[organization], "organization").id);
      return { data, total_count: data.length };
    },
    "POST /v1/organizations/([^/]+)/memberships": ([organization], { user_id, role }) => {
      found(instance.organizations[organization], "organization");
      found(instance.users[user_id], "user");
      known(role);
      if (instance.membership(organization, user_id)) {
        throw new Refused(400, "already_a_member_in_organization", "the user is a member already");
      }
      return instance.addMember(organization, user_id, role);
    },
    "PATCH /v1/organizations/([^/]+)/memberships/([^/]+)": ([organization, user], { role }) => {
      known(role);
      return instance.changeRole(found(instance.membership(organization, user), "membership"), role);
    },
    "DELETE /v1/organizations/([^/]+)/memberships/([^/]+)": ([organization, user]) =>
      instance.removeMember(found(instance.membership(organization, user), "membership")),
  };
}
