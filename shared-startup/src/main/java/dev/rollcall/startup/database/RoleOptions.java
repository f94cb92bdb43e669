package dev.rollcall.startup.database;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * What a migration does to the roles of a server only when it is told to: the options of {@code migrate}, and of
 * {@code up}, which hands them on to it.
 */
public final class RoleOptions {

    private static final String TAKE_ROLES = "--take-roles";
    private static final String RESET_PASSWORDS = "--reset-passwords";
    private static final String PLAIN_PASSWORDS = "--plain-passwords";

    @Option(
            names = TAKE_ROLES,
            description = "Take Rollcall's roles from another database of the server: it is gone, was renamed, or may"
                    + " share their passwords.")
    private boolean takeRoles;

    @Option(
            names = RESET_PASSWORDS,
            description = "Give roles that can log in already the passwords of this stack or environment.")
    private boolean resetPasswords;

    @Option(
            names = PLAIN_PASSWORDS,
            description = "Send passwords as plain text, for hosts that refuse SCRAM verifiers (Neon).")
    private boolean plainPasswords;

    /** Whether the server's roles are taken from the database that they belong to. */
    public boolean takeRoles() {
        return takeRoles;
    }

    /** Whether roles that can log in already get the passwords that are given. */
    public boolean resetPasswords() {
        return resetPasswords;
    }

    /** Whether passwords are sent as plain text, for hosts that refuse verifiers. */
    public boolean plainPasswords() {
        return plainPasswords;
    }

    /** As they were typed. */
    public List<String> given() {
        List<String> given = new ArrayList<>();
        if (takeRoles) {
            given.add(TAKE_ROLES);
        }
        if (resetPasswords) {
            given.add(RESET_PASSWORDS);
        }
        if (plainPasswords) {
            given.add(PLAIN_PASSWORDS);
        }
        return given;
    }
}
