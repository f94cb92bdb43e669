/** In place of @clerk/nextjs/server: who is signed in says the test. */
export const session: { orgId: string | undefined } = { orgId: undefined };
export const auth = async () => session;
