const LONGEST = 200;

/** A field of a form that somebody filled in. @throws Error for everything else */
export function text(form: FormData, field: string): string {
  const value = form.get(field);
  const trimmed = typeof value === "string" ? value.trim() : "";
  if (trimmed === "" || trimmed.length > LONGEST) {
    throw new Error(`${field} has to have 1 to ${LONGEST} characters`);
  }
  return trimmed;
}
