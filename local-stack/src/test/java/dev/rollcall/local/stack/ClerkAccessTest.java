package dev.rollcall.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ClerkAccessTest {

    private static Function<String, Optional<String>> shell(Map<String, String> variables) {
        return name -> Optional.ofNullable(variables.get(name));
    }

    @Test
    void isTheWorkersOnlyWhereItSurveysByItself() {
        Map<String, String> key = Map.of("CLERK_SECRET_KEY", "sk_live_hidden");
        assertThat(ClerkAccess.ofTheWorker(shell(key)).variables()).isEmpty();
        assertThat(ClerkAccess.ofTheWorker(
                                shell(Map.of("CLERK_SECRET_KEY", "sk_live_hidden", "ROLLCALL_RECONCILE_EVERY", "off")))
                        .variables())
                .isEmpty();
        assertThat(ClerkAccess.ofTheWorker(
                                shell(Map.of("CLERK_SECRET_KEY", "sk_live_hidden", "ROLLCALL_RECONCILE_EVERY", "24h")))
                        .variables())
                .isEqualTo(key);
        assertThat(ClerkAccess.given(shell(key)).hasKey()).isTrue();
        assertThat(ClerkAccess.given(shell(Map.of("CLERK_API_URL", "http://127.0.0.1:1")))
                        .hasKey())
                .isFalse();
    }

    @Test
    void showsNoKey() {
        ClerkAccess access = ClerkAccess.local(URI.create("http://127.0.0.1:1"), "sk_test_hidden");
        assertThat(access.hasKey()).isTrue();
        assertThat(access.toString()).contains("CLERK_SECRET_KEY").doesNotContain("hidden");
    }
}
