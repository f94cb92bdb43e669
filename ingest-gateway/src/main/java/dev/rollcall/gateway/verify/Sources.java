package dev.rollcall.gateway.verify;

import dev.rollcall.gateway.setting.SettingRefusedException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All configured senders. An unknown one is verified too, against a secret that nobody has, and so looks like any other. */
public final class Sources {

    private static final int DECOY_BYTES = 32;

    private final Map<String, Source> byName;
    private final Source unknown;

    /**
     * @throws SettingRefusedException when there is no source, one has no secret, or a name or secret is malformed
     */
    public Sources(VerifySettings settings) {
        byName = new HashMap<>();
        settings.sources().forEach((name, source) -> byName.put(name, source(name, source.secrets())));
        byte[] decoy = new byte[DECOY_BYTES];
        new SecureRandom().nextBytes(decoy);
        unknown = new Source(
                new SourceName("unknown"),
                List.of(SigningSecret.parse(Base64.getEncoder().encodeToString(decoy))));
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

    private static Source source(String name, List<String> secrets) {
        String setting = VerifySettings.settingFor(name);
        if (!SourceName.isValid(name)) {
            throw new SettingRefusedException(
                    setting,
                    "names a source that cannot be part of a path",
                    "use 1 to 64 lower-case letters, digits or '-'");
        }
        List<SigningSecret> parsed = new ArrayList<>();
        for (String secret : secrets) {
            parsed.add(parse(setting, parsed.size() + 1, secret.strip()));
        }
        if (parsed.isEmpty()) {
            throw new SettingRefusedException(
                    setting,
                    "is not set",
                    "write the signing secret of the webhook endpoint (whsec_...), several separated by commas");
        }
        return new Source(new SourceName(name), parsed);
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
