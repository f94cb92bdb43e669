package dev.rollcall.worker.prepare.database;

import dev.rollcall.startup.SettingRefusedException;
import dev.rollcall.startup.database.DatabaseUrl;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * What of the pool and the driver Rollcall's promises rest on: every wait is bounded, a batch is one transaction that
 * writes, a message repeats no row, nothing is prepared for a session behind a pooler. An operator who sets one of these
 * is told so, since a value that is passed over in silence is worse than a start that fails.
 */
final class PromisedPool {

    private static final String HIKARI = "spring.datasource.hikari.";
    private static final String DRIVER = HIKARI + "data-source-properties";

    private static final Set<String> OF_SPRING = Set.of(
            "spring.datasource.connection-fetch",
            "spring.datasource.driver-class-name",
            "spring.datasource.jndi-name",
            "spring.datasource.name",
            "spring.datasource.type",
            HIKARI + "allow-pool-suspension",
            HIKARI + "auto-commit",
            HIKARI + "catalog",
            HIKARI + "connection-init-sql",
            HIKARI + "connection-test-query",
            HIKARI + "connection-timeout",
            HIKARI + "credentials-provider-class-name",
            HIKARI + "data-source-class-name",
            HIKARI + "data-source-jndi",
            HIKARI + "driver-class-name",
            HIKARI + "exception-override-class-name",
            HIKARI + "initialization-fail-timeout",
            HIKARI + "isolate-internal-queries",
            HIKARI + "pool-name",
            HIKARI + "read-only",
            HIKARI + "schema",
            HIKARI + "transaction-isolation",
            HIKARI + "validation-timeout");

    /** These have a place of their own. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            HIKARI + "jdbc-url", "spring.datasource.url",
            HIKARI + "username", "spring.datasource.username",
            HIKARI + "password", "spring.datasource.password");

    /** Of the driver, in small letters: its names have capitals, an environment variable's have none. */
    private static final Set<String> OF_DRIVER = Set.of(
            "applicationname",
            "autosave",
            "connecttimeout",
            "currentschema",
            "defaultrowfetchsize",
            "logservererrordetail",
            "logintimeout",
            "preferquerymode",
            "preparethreshold",
            "querytimeout",
            "readonly",
            "readonlymode",
            "sockettimeout",
            "stringtype",
            "tcpkeepalive");

    private PromisedPool() {}

    /** @throws SettingRefusedException for the first that is set */
    static void check(Binder given) {
        for (String name : new TreeSet<>(OF_SPRING)) {
            if (isSet(given, name)) {
                throw refused(name, "cannot be changed, since Rollcall's promises rest on it", "leave it out");
            }
        }
        ELSEWHERE.forEach((name, place) -> {
            if (isSet(given, name)) {
                throw refused(name, "is not read", "write " + place);
            }
        });
        given.bind(DRIVER, Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of)
                .forEach((name, value) -> checkDriver(DRIVER, name, value));
    }

    /** @throws SettingRefusedException for the first parameter that is not the operator's to set */
    static void checkUrl(String setting, DatabaseUrl url) {
        new TreeMap<>(url.parameters()).forEach((name, value) -> checkDriver(setting, name, value));
    }

    private static void checkDriver(String setting, String name, @Nullable String value) {
        String small = name.toLowerCase(Locale.ROOT);
        if (small.equals("preparethreshold")) {
            if (!"0".equals(value)) {
                throw refused(
                        setting,
                        "sets " + name + ", which Rollcall's promises rest on",
                        "leave it out; behind a pooler in transaction mode write ROLLCALL_DATABASE_POOLER=true");
            }
        } else if (OF_DRIVER.contains(small)) {
            throw refused(setting, "sets " + name + ", which Rollcall's promises rest on", "leave it out");
        } else if (small.equals("options") && value != null && value.contains("-")) {
            throw refused(
                    setting, "sets settings of the session by options", "leave them out; migrate sets the role's");
        }
    }

    private static boolean isSet(Binder given, String name) {
        return given.bind(name, Bindable.of(String.class)).isBound();
    }

    private static SettingRefusedException refused(String setting, String problem, String remedy) {
        return new SettingRefusedException(setting, problem, remedy);
    }
}
