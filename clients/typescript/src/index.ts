export { currentPrincipal, type Principal, withNobody, withOrganization, withPrincipal, withUser } from "./context.js";
export type * from "./rows.js";
export { rollcallTables } from "./rows.js";
