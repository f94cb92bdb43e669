package dev.rollcall.local.stack;

import dev.rollcall.local.process.ClerkVariables;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The settings that the processes of a stack have from the shell of its {@code up}, kept to be compared with those of a
 * later {@code up}: hashes, since some values are secrets.
 *
 * @param salt of this run, hexadecimal
 * @param hashes by the name of the variable
 * @param ofTheStack variables that the stack sets itself, whatever a shell has
 */
public record InheritedSettings(String salt, Map<String, String> hashes, Set<String> ofTheStack) {

    /** Not {@code CLERK_}: a shell has many of those for the user's application, and three that matter here. */
    private static final Pattern SETTING = Pattern.compile("(ROLLCALL|SPRING|OTEL|LOGGING)_.+");

    /** What commands read, print or hand on among themselves; an administrator's URL is compared as what it means. */
    private static final Pattern OF_COMMANDS = Pattern.compile(
            "ROLLCALL_(DATA_DIR|WEBHOOK_URL|OPS_URL|STOP_SIGNAL|(GIVEN|MIGRATION)_.+|(SYNC|TENANT|BACKEND)_PASSWORD.*)");

    private static final int SALT_BYTES = 16;

    public InheritedSettings {
        hashes = Map.copyOf(hashes);
        ofTheStack = Set.copyOf(ofTheStack);
    }

    /** @param clerk what the worker is handed of the shell's */
    static InheritedSettings of(Map<String, String> shell, ClerkAccess clerk, Set<String> ofTheStack) {
        byte[] random = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(random);
        String salt = HexFormat.of().formatHex(random);
        Map<String, String> hashes = settings(shell, clerk.variables().keySet(), ofTheStack);
        hashes.replaceAll((name, value) -> hash(salt, name, value));
        return new InheritedSettings(salt, hashes, ofTheStack);
    }

    /**
     * The variables that this shell sets and the processes have otherwise, or not at all. One that it does not set is not
     * asked for.
     *
     * @param clerk what a worker would be handed of this shell's
     */
    Set<String> thatDiffer(Map<String, String> shell, ClerkAccess clerk) {
        Set<String> ofClerk = new HashSet<>(hashes.keySet());
        ofClerk.addAll(clerk.variables().keySet());
        Map<String, String> others = settings(shell, ofClerk, ofTheStack);
        others.entrySet()
                .removeIf(setting ->
                        hash(salt, setting.getKey(), setting.getValue()).equals(hashes.get(setting.getKey())));
        return others.keySet();
    }

    /** As every command reads a variable: blank is not set. Clerk's are settings only where a worker has them. */
    private static Map<String, String> settings(
            Map<String, String> shell, Set<String> ofClerk, Set<String> ofTheStack) {
        Map<String, String> settings = new TreeMap<>();
        shell.forEach((name, value) -> {
            boolean setting = ClerkVariables.ALL.contains(name)
                    ? ofClerk.contains(name)
                    : SETTING.matcher(name).matches()
                            && !OF_COMMANDS.matcher(name).matches();
            if (setting && !ofTheStack.contains(name) && !value.isBlank()) {
                settings.put(name, value.strip());
            }
        });
        return settings;
    }

    private static String hash(String salt, String name, String value) {
        try {
            byte[] salted = (salt + name + "=" + value).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(salted));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
