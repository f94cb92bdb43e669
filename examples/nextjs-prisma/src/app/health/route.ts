import { withNobody } from "@rollcall/client";
import { tenant } from "@/lib/database";

export const dynamic = "force-dynamic";

/** Whether the application can ask its database; for nobody, so it sees no row. */
export async function GET(): Promise<Response> {
  await withNobody(() => tenant().$queryRaw`select 1`);
  return new Response("up\n");
}
