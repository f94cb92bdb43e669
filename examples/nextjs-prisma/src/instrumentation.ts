/** Next.js calls it once, when a server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { followMemberships } = await import("./lib/revocation");
    void followMemberships();
  }
}
