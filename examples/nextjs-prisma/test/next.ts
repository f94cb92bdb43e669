import { AsyncLocalStorage } from "node:async_hooks";

/** What Next.js gives a request, as far as the application asks for it. */

const requests = new AsyncLocalStorage<ReadonlyMap<string, string>>();

/** Works as a request with these cookies does. */
export function inRequest<T>(cookies: Record<string, string>, work: () => Promise<T>): Promise<T> {
  return requests.run(new Map(Object.entries(cookies)), work);
}

export async function cookies(): Promise<{ get(name: string): { name: string; value: string } | undefined }> {
  const sent = requests.getStore();
  if (!sent) {
    throw new Error("no request asks");
  }
  return {
    get: (name) => {
      const value = sent.get(name);
      return value === undefined ? undefined : { name, value };
    },
  };
}

export class Redirected extends Error {
  constructor(readonly to: string) {
    super(`to ${to}`);
  }
}

export function redirect(to: string): never {
  throw new Redirected(to);
}

export function revalidatePath(_path: string): void {}
