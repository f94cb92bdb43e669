package dev.rollcall.local.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code migrate} does to the roles of a server only when it is told to. */
final class RoleOptions {

    @Option(
            names = "--take-roles",
            description = "Take Rollcall's roles from another database of the server: it is gone, was renamed, or may"
                    + " share their passwords.")
    private boolean takeRoles;

    @Option(
            names = "--reset-passwords",
            description = "Give roles that can log in already the passwords of this stack or environment.")
    private boolean resetPasswords;

    @Option(
            names = "--plain-passwords",
            description = "Send passwords as plain text, for hosts that refuse SCRAM verifiers (Neon).")
    private boolean plainPasswords;

    /** As the worker's {@code migrate} takes them. */
    List<String> given() {
        List<String> given = new ArrayList<>();
        if (takeRoles) {
            given.add("--take-roles");
        }
        if (resetPasswords) {
            given.add("--reset-passwords");
        }
        if (plainPasswords) {
            given.add("--plain-passwords");
        }
        return given;
    }
}
