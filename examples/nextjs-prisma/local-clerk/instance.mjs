// What lives in the local Clerk, in a file: its key pair, people, organizations, memberships, roles, and webhooks that are not delivered yet.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** As Clerk's: a prefix and 27 base62 characters. */
export const newId = (prefix) => prefix + "2" + Array.from({ length: 26 }, () => ALPHABET[crypto.randomInt(ALPHABET.length)]).join("");

const PERMISSIONS = ["org:sys_memberships:read", "org:sys_memberships:manage"];
const ROLES = { "org:admin": ["Admin", PERMISSIONS], "org:member": ["Member", PERMISSIONS.slice(0, 1)] };

export class Instance {
  #file;
  #data;
  /** Told when there is a webhook to deliver. */
  happened = () => {};

  static open(file) {
    const instance = new Instance();
    instance.#file = file;
    if (fs.existsSync(file)) {
      instance.#data = JSON.parse(fs.readFileSync(file, "utf8"));
      return instance;
    }
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const { privateKey } = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
    instance.#data = {
      id: newId("ins_"),
      privateKey: privateKey.export({ type: "pkcs8", format: "pem" }),
      users: {},
      organizations: {},
      memberships: {},
      roles: {},
      outbox: [],
    };
    instance.#begin();
    return instance;
  }

  /** Ada and Cleo have an organization each, Ben is in both. */
  #begin() {
    for (const [key, [name, permissions]] of Object.entries(ROLES)) {
      this.#createRole(key, name, permissions);
    }
    const [ada, ben, cleo] = ["Ada", "Ben", "Cleo"].map((name) => this.#createUser(name));
    const acme = this.createOrganization("Acme", ada.id);
    const globex = this.createOrganization("Globex", cleo.id);
    this.addMember(acme.id, ben.id, "org:member");
    this.addMember(globex.id, ben.id, "org:member");
  }

  get id() { return this.#data.id; }
  get users() { return this.#data.users; }
  get organizations() { return this.#data.organizations; }
  get roles() { return this.#data.roles; }
  get outbox() { return this.#data.outbox; }
  get privateKey() { return this.#data.privateKey; }

  jwk() {
    return { ...crypto.createPublicKey(this.privateKey).export({ format: "jwk" }), kid: this.id, use: "sig", alg: "RS256" };
  }

  membership(organization, user) {
    return Object.values(this.#data.memberships).find((one) => one.organization.id === organization && one.public_user_data.user_id === user);
  }

  membershipsOf(user) {
    return Object.values(this.#data.memberships).filter((one) => one.public_user_data.user_id === user);
  }

  membersOf(organization) {
    return Object.values(this.#data.memberships).filter((one) => one.organization.id === organization);
  }

  createOrganization(name, creator) {
    const organization = {
      object: "organization", id: newId("org_"), name, slug: name.toLowerCase().replace(/[^a-z0-9]+/g, "-"), image_url: "", has_image: false,
      max_allowed_memberships: 5, admin_delete_enabled: true, public_metadata: {}, private_metadata: {}, created_by: creator, ...times(),
    };
    this.organizations[organization.id] = organization;
    this.#tell("organization.created", organization);
    this.addMember(organization.id, creator, "org:admin");
    return organization;
  }

  addMember(organization, user, role) {
    const { id, first_name, last_name, image_url, has_image, email_addresses } = this.users[user];
    const membership = {
      object: "organization_membership", id: newId("orgmem_"), role, role_name: this.roles[role].name,
      permissions: this.roles[role].permissions.map((one) => one.key), public_metadata: {}, private_metadata: {},
      organization: this.organizations[organization],
      public_user_data: { user_id: id, first_name, last_name, image_url, has_image, identifier: email_addresses[0].email_address }, ...times(),
    };
    this.#data.memberships[membership.id] = membership;
    this.#tell("organizationMembership.created", membership);
    return membership;
  }

  changeRole(membership, role) {
    Object.assign(membership, {
      role, role_name: this.roles[role].name, permissions: this.roles[role].permissions.map((one) => one.key),
      updated_at: Math.max(Date.now(), membership.updated_at + 1), // a later state has a later time
    });
    this.#tell("organizationMembership.updated", membership);
    return membership;
  }

  removeMember(membership) {
    delete this.#data.memberships[membership.id];
    this.#tell("organizationMembership.deleted", membership);
    return membership;
  }

  /** The first webhook is delivered. */
  delivered() {
    this.outbox.shift();
    this.#save();
  }

  #createUser(name) {
    const address = newId("idn_");
    const user = {
      object: "user", id: newId("user_"), first_name: name, last_name: "Example", username: null, image_url: "", has_image: false,
      primary_email_address_id: address, external_id: null, public_metadata: {}, private_metadata: {}, unsafe_metadata: {},
      email_addresses: [{
        object: "email_address", id: address, email_address: `${name.toLowerCase()}@people.example`, reserved: false,
        verification: { status: "verified", strategy: "admin", attempts: null, expire_at: null }, linked_to: [], ...times(),
      }],
      phone_numbers: [], web3_wallets: [], external_accounts: [], banned: false, locked: false, last_sign_in_at: null, ...times(),
    };
    this.users[user.id] = user;
    this.#tell("user.created", user);
    return user;
  }

  #createRole(key, name, permissions) {
    const role = {
      object: "role", id: newId("role_"), key, name, description: "", is_creator_eligible: key === "org:admin",
      permissions: permissions.map((permission) => this.#permission(permission)), ...times(),
    };
    this.roles[key] = role;
    this.#tell("role.created", role);
  }

  #permission(key) {
    const known = Object.values(this.roles).flatMap((role) => role.permissions).find((one) => one.key === key);
    return known ?? { object: "permission", id: newId("perm_"), key, name: key, description: "", type: "system", ...times() };
  }

  #tell(type, data) {
    this.outbox.push({ id: newId("msg_"), body: JSON.stringify({ data, instance_id: this.id, object: "event", timestamp: Date.now(), type }) });
    this.#save();
    this.happened();
  }

  #save() {
    fs.writeFileSync(`${this.#file}.next`, JSON.stringify(this.#data), { mode: 0o600 });
    fs.renameSync(`${this.#file}.next`, this.#file);
  }
}

function times() {
  const now = Date.now();
  return { created_at: now, updated_at: now };
}
