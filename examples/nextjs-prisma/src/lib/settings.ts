/** Read when a request needs it, so that a build needs none. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is missing: . ./environment`);
  }
  return value;
}
