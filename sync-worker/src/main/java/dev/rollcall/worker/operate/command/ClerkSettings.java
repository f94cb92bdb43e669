package dev.rollcall.worker.operate.command;

import dev.rollcall.startup.SecretFile;
import dev.rollcall.startup.SettingRefusedException;
import dev.rollcall.worker.survey.api.ApiUrl;
import dev.rollcall.worker.survey.api.ClerkApi;
import dev.rollcall.worker.survey.api.RequestBudget;
import dev.rollcall.worker.survey.api.SecretKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How Clerk's Backend API is reached. The key is read here and given to the client that can only read. */
public final class ClerkSettings {

    private static final String KEY = "CLERK_SECRET_KEY";
    private static final String KEY_FILE = "CLERK_SECRET_KEY_FILE";
    private static final String URL = "CLERK_API_URL";
    private static final String SHARE = "ROLLCALL_API_SHARE";
    private static final double DEFAULT_SHARE = 0.2;

    private ClerkSettings() {}

    /** Whether there is a key, or a file with one. */
    static boolean hasKey(Map<String, String> variables) {
        return !variables.getOrDefault(KEY, "").isBlank()
                || !variables.getOrDefault(KEY_FILE, "").isBlank();
    }

    /**
     * The client.
     *
     * @param perSecond requests; 0 for as many as Clerk answers, null for the share of the instance's budget
     * @throws IllegalArgumentException with one line for the operator, without the key
     */
    public static ClerkApi client(Map<String, String> variables, @Nullable Double perSecond, MeterRegistry registry) {
        SecretKey key = key(variables);
        ApiUrl url = ApiUrl.of(given(variables, URL, ApiUrl.CLERK), key);
        return new ClerkApi(url, key, budget(variables, perSecond, key), registry);
    }

    private static SecretKey key(Map<String, String> variables) {
        String given = variables.getOrDefault(KEY, "");
        String read = SecretFile.password(KEY_FILE, variables.get(KEY_FILE));
        if (!given.isBlank() && read != null) {
            throw new SettingRefusedException(KEY_FILE, "and " + KEY + " are both set", "write one of them, not both");
        }
        if (given.isBlank() && read == null) {
            throw new SettingRefusedException(
                    KEY, "is not set", "write a secret key of the instance, or its file's path into " + KEY_FILE);
        }
        return SecretKey.of(read == null ? given : read);
    }

    private static RequestBudget budget(Map<String, String> variables, @Nullable Double perSecond, SecretKey key) {
        if (perSecond == null) {
            return RequestBudget.of(key, share(given(variables, SHARE, Double.toString(DEFAULT_SHARE))));
        }
        if (perSecond < 0) {
            throw new IllegalArgumentException("--rate is a number of requests a second, or 0 for no limit of ours");
        }
        return perSecond == 0 ? RequestBudget.unlimited() : RequestBudget.ofRequestsPerSecond(perSecond);
    }

    private static double share(String text) {
        try {
            double share = Double.parseDouble(text);
            if (share > 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException unreadable) {
            // Said below.
        }
        throw new SettingRefusedException(
                SHARE, "is not a share of the instance's requests", "write a number above 0 and up to 1, such as 0.2");
    }

    private static String given(Map<String, String> variables, String name, String otherwise) {
        String value = variables.getOrDefault(name, "");
        return value.isBlank() ? otherwise : value;
    }
}
