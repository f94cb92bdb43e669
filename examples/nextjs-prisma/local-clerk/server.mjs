// A Clerk to develop against, with the webhooks that follow what is written there: clerk.mjs, at CLERK_API_URL.
import path from "node:path";
import { localClerk } from "./clerk.mjs";
import { Instance } from "./instance.mjs";
import { Webhooks } from "./webhooks.mjs";

const required = (name) => process.env[name] ?? fail(`${name} is missing: . ./environment`);
function fail(line) {
  console.error(`local Clerk: ${line}`);
  process.exit(2);
}

const address = new URL(required("CLERK_API_URL"));
const instance = Instance.open(path.resolve(process.env.LOCAL_CLERK_STATE ?? ".clerk/state.json"));
const webhooks = new Webhooks(required("ROLLCALL_WEBHOOK_URL"), required("CLERK_WEBHOOK_SIGNING_SECRET"), instance);
const server = localClerk({ instance, key: required("CLERK_SECRET_KEY"), application: required("APP_URL") });
server.on("error", (failed) => fail(`${address.host}: ${failed.message}; choose another CLERK_API_URL`));
server.listen(Number(address.port), address.hostname, () => {
  webhooks.start();
  console.log(`Local Clerk: sign in at ${address.origin}/sign-in; its webhooks go to ${process.env.ROLLCALL_WEBHOOK_URL}`);
});
