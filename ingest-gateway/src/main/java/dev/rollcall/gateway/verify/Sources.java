package dev.rollcall.gateway.verify;

import dev.rollcall.startup.SecretFile;
import dev.rollcall.startup.SettingRefusedException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All configured senders. An unknown one is verified too, against a secret that nobody has, and so looks like any other. */
public final class Sources {

    private static final int DECOY_BYTES = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);

    private final Map<String, Source> byName;
    private final Map<Source, SecretFile> files = new HashMap<>();
    private final Map<Source, Reading> last = new HashMap<>();
    private final Map<Source, Reading> used = new HashMap<>();
    private final Source unknown;

    /** What a file holds, or why it cannot be used. */
    private record Reading(List<String> secrets, @Nullable String problem) {

        /** Without the secrets. */
        @Override
        public String toString() {
            return "Reading[" + secrets.size() + " secrets, " + problem + "]";
        }
    }

    /**
     * @throws SettingRefusedException when there is no source, one has no secret, or a name or secret is malformed
     */
    public Sources(VerifySettings settings) {
        byName = new HashMap<>();
        settings.sources().forEach((name, source) -> byName.put(name, source(name, source)));
        unknown = new Source(new SourceName("unknown"), List.of(SigningSecret.parse(secretOfNobody())));
    }

    /** One source, with a secret that nobody else has. */
    public static Sources ofRehearsal() {
        return new Sources(new VerifySettings(
                Map.of(VerifySettings.DEFAULT_SOURCE, new VerifySettings.SourceSettings(List.of(secretOfNobody()), "")),
                Duration.ZERO));
    }

    private static String secretOfNobody() {
        byte[] secret = new byte[DECOY_BYTES];
        new SecureRandom().nextBytes(secret);
        return Base64.getEncoder().encodeToString(secret);
    }

    /** The source of that name; else one that no signature matches. */
    public Source find(String name) {
        return byName.getOrDefault(name, unknown);
    }

    /** The default source where it is configured, else the first by name: with its secret our heartbeats are signed. */
    public Source first() {
        return byName.getOrDefault(
                VerifySettings.DEFAULT_SOURCE,
                new TreeMap<>(byName).firstEntry().getValue());
    }

    public boolean isKnown(Source source) {
        return source != unknown;
    }

    public List<SourceName> names() {
        return byName.values().stream().map(Source::name).toList();
    }

    public Collection<Source> known() {
        return byName.values();
    }

    boolean haveFiles() {
        return !files.isEmpty();
    }

    /** Reads all files again. One that cannot be used leaves its source's secrets as they are. Used by one thread. */
    void reload() {
        files.forEach((source, file) -> {
            Reading now = reading(file);
            // A file that reads the same twice is not one that is just being written.
            if (now.equals(last.put(source, now)) && !now.equals(used.get(source))) {
                used.put(source, now);
                use(source, now);
            }
        });
    }

    private static void use(Source source, Reading reading) {
        String setting = VerifySettings.fileSettingFor(source.name().value());
        try {
            if (reading.problem() == null) {
                source.replaceBy(parse(setting, reading.secrets()));
                LOG.info(
                        "{}: {} secrets hold from now on",
                        setting,
                        reading.secrets().size());
            } else {
                source.keepForNow();
                LOG.warn("{} {}. The secrets that were read before still hold", setting, reading.problem());
            }
        } catch (SettingRefusedException unusable) {
            source.keepForNow();
            LOG.warn("{}. The secrets that were read before still hold", unusable.getMessage());
        }
    }

    private static Reading reading(SecretFile file) {
        try {
            return new Reading(file.entries(), null);
        } catch (IOException unreadable) {
            return new Reading(List.of(), "cannot be read (" + SecretFile.why(unreadable) + ")");
        }
    }

    private Source source(String name, VerifySettings.SourceSettings settings) {
        String setting = VerifySettings.settingFor(name);
        if (!SourceName.isValid(name)) {
            throw new SettingRefusedException(
                    setting,
                    "names a source that cannot be part of a path",
                    "use 1 to 64 lower-case letters, digits or '-'");
        }
        if (settings.secretsFile().isBlank()) {
            return new Source(new SourceName(name), parse(setting, settings.secrets()));
        }
        String fileSetting = VerifySettings.fileSettingFor(name);
        if (settings.secrets().stream().anyMatch(secret -> !secret.isBlank())) {
            throw new SettingRefusedException(fileSetting, "and " + setting + " are both set", "write one of them");
        }
        try {
            SecretFile file = SecretFile.at(settings.secretsFile());
            List<String> secrets = file.entries();
            Source source = new Source(new SourceName(name), parse(fileSetting, secrets));
            files.put(source, file);
            used.put(source, new Reading(secrets, null));
            return source;
        } catch (IOException unreadable) {
            throw new SettingRefusedException(
                    fileSetting,
                    "names a file that cannot be read",
                    "write the path of a file with the signing secrets, one a line");
        }
    }

    private static List<SigningSecret> parse(String setting, List<String> secrets) {
        List<SigningSecret> parsed = new ArrayList<>();
        for (String secret : secrets) {
            parsed.add(parse(setting, parsed.size() + 1, secret.strip()));
            if (parsed.getLast().isWeak()) {
                LOG.warn(
                        "{} holds a secret with fewer bytes than Clerk's (number {}): take the one of the webhook"
                                + " endpoint (whsec_...), or make it a new one there",
                        setting,
                        parsed.size());
            }
        }
        if (parsed.isEmpty()) {
            throw new SettingRefusedException(
                    setting,
                    "is not set",
                    "write the signing secret of the webhook endpoint (whsec_...), several separated by commas");
        }
        return parsed;
    }

    private static SigningSecret parse(String setting, int position, String secret) {
        try {
            return SigningSecret.parse(secret);
        } catch (IllegalArgumentException refused) {
            throw new SettingRefusedException(
                    setting,
                    "holds a secret that " + refused.getMessage() + " (number " + position + ")",
                    "copy the signing secret of the webhook endpoint as it is shown (whsec_...)");
        }
    }
}
