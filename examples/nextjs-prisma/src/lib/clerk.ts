import { createClerkClient } from "@clerk/backend";
import { setting } from "./settings";

/** Clerk's own client: what is Clerk's is written there and nowhere else. */
export const clerk = () => createClerkClient({ secretKey: setting("CLERK_SECRET_KEY"), apiUrl: setting("CLERK_API_URL") });
