package dev.rollcall.model.clerk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fields that are kept out of an object by their name, at whatever depth they stand. Names match without regard to case
 * and {@code _}, since Clerk's own objects are spelled both ways ({@code backup_codes}, {@code backupCodes}).
 */
public final class SecretFields {

    /** Holding one of them is enough to sign in, accept or act as somebody else. */
    private static final Set<String> SECRET = Set.of("ticket", "backupcodes", "url", "secretkey");

    /** {@code token}, {@code access_token}, {@code client_secret}. */
    private static final Set<String> SECRET_ENDINGS = Set.of("token", "secret");

    /** Their content is the application's own, whatever its names are. */
    private static final Set<String> METADATA = Set.of("publicmetadata", "privatemetadata", "unsafemetadata");

    private SecretFields() {}

    /** Takes the secrets out of an object of a type that no release knows yet, but not out of its metadata. */
    public static void removeFrom(JsonNode object) {
        remove(object, SecretFields::isSecretPlainly, METADATA::contains);
    }

    /** Takes every field with one of the names out of any object, its metadata included. */
    public static void remove(JsonNode object, Collection<String> names) {
        Set<String> plain = names.stream().map(SecretFields::plain).collect(Collectors.toUnmodifiableSet());
        if (!plain.isEmpty()) {
            remove(object, plain::contains, name -> false);
        }
    }

    /**
     * Whether what stands there is taken out of such an object.
     *
     * @param part the name of a field of what the field holds; null for the field itself
     */
    public static boolean isSecretAt(String field, @Nullable String part) {
        String plain = plain(field);
        return isSecretPlainly(plain) || (part != null && !METADATA.contains(plain) && isSecretPlainly(plain(part)));
    }

    private static boolean isSecretPlainly(String plain) {
        return SECRET.contains(plain) || SECRET_ENDINGS.stream().anyMatch(plain::endsWith);
    }

    private static void remove(JsonNode node, Predicate<String> removed, Predicate<String> leftAlone) {
        if (node instanceof ObjectNode object) {
            List<String> gone = new ArrayList<>();
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                String name = plain(property.getKey());
                if (removed.test(name)) {
                    gone.add(property.getKey());
                } else if (!leftAlone.test(name)) {
                    remove(property.getValue(), removed, leftAlone);
                }
            }
            object.remove(gone);
        } else {
            for (JsonNode element : node) {
                remove(element, removed, leftAlone);
            }
        }
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
