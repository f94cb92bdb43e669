package dev.rollcall.worker.prepare.schema;

/**
 * What {@code migrate} does only when it is told to.
 *
 * @param takeRoles takes the server's roles from the database that they belong to
 * @param resetPasswords gives roles that can log in already the passwords that are given
 * @param plainPasswords sends passwords as plain text, for hosts that refuse verifiers
 */
public record MigrationOptions(boolean takeRoles, boolean resetPasswords, boolean plainPasswords) {

    /** The default: takes nothing from another database. */
    public static final MigrationOptions NONE = new MigrationOptions(false, false, false);

    /** Takes the roles, as is necessary with several databases on one server. */
    public static final MigrationOptions TAKE_ROLES = new MigrationOptions(true, false, false);
}
