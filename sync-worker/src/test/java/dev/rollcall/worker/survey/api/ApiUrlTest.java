package dev.rollcall.worker.survey.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a key may go. */
class ApiUrlTest {

    private static final SecretKey LIVE = SecretKey.of("sk_live_productionKey");
    private static final SecretKey TEST = SecretKey.of("sk_test_developmentKey");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.clerk.com",
                "https://clerk.internal.example:8443",
                "http://127.0.0.1:4010",
                "http://localhost:4010",
                "http://[::1]:4010"
            })
    void aDevelopmentKeyGoesWhereItIsTold(String address) {
        assertThat(ApiUrl.of(" " + address + "/ ", TEST).base()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.clerk.com",
                "http://127.0.0.1.example.com:4010",
                "http://127.0.0.1@example.com",
                "http://localhost.example.com",
                "http://10.0.0.1:4010",
                "http://0.0.0.0:4010",
                "http://[::2]:4010",
                "ftp://127.0.0.1",
                "file:///etc/passwd",
                "//127.0.0.1:4010",
                "127.0.0.1:4010",
                "https://user:secret@api.clerk.com",
                "https://api.clerk.com/v1",
                "https://api.clerk.com?key=secret",
                "https://api.clerk.com/#secret",
                "https://",
                "https:// api.clerk.com",
                "not an address"
            })
    void nothingButASchemeAHostAndAPortIsAnAddress(String address) {
        assertThatThrownBy(() -> ApiUrl.of(address, TEST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CLERK_API_URL")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:4010",
                "http://localhost:4010",
                "https://clerk.internal.example",
                "https://api.clerk.com.example.com",
                "https://api.clerk.dev",
                "http://api.clerk.com"
            })
    void aProductionKeyGoesToClerkAlone(String address) {
        assertThatThrownBy(() -> ApiUrl.of(address, LIVE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CLERK_API_URL")
                .hasMessageNotContaining("productionKey");
    }

    @Test
    void aProductionKeyGoesToClerk() {
        assertThat(ApiUrl.of(ApiUrl.CLERK, LIVE).base()).hasToString("https://api.clerk.com");
    }
}
