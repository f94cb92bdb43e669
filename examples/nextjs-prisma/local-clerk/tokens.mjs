// Session tokens in version 2 of Clerk's form.
import crypto from "node:crypto";
import { newId } from "./instance.mjs";

/** Clerk's live a minute and are renewed by its script in the browser; here nobody renews them. */
const LIVES_SECONDS = 60 * 60;

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function sessionToken(instance, { issuer, application, user, membership }) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    v: 2, iss: issuer, azp: application, sub: user.id, sid: newId("sess_"), sts: "active", iat: now, nbf: now - 10, exp: now + LIVES_SECONDS,
    ...(membership && {
      o: { id: membership.organization.id, slg: membership.organization.slug, rol: membership.role.replace(/^org:/, "") },
    }),
  };
  const signed = `${encoded({ alg: "RS256", typ: "JWT", kid: instance.id })}.${encoded(claims)}`;
  return `${signed}.${crypto.sign("RSA-SHA256", Buffer.from(signed), instance.privateKey).toString("base64url")}`;
}
