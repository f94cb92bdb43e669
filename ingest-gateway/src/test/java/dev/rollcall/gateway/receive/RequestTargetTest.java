package dev.rollcall.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @CsvSource({
        "/webhooks/clerk, clerk",
        "/webhooks/clerk-2, clerk-2",
        "/webhooks/az09, az09",
        "http://localhost:8080/webhooks/clerk, clerk",
        "https://hooks.example/webhooks/clerk, clerk"
    })
    void findsTheSource(String target, String source) {
        assertThat(RequestTarget.source(target)).isEqualTo(source);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/webhooks/",
                "/webhooks/clerk/",
                "/webhooks/Clerk",
                "/webhooks/a`",
                "/webhooks/a{",
                "/webhooks/a:",
                "/Webhooks/clerk",
                "/webhooks/clerk#x",
                "/webhooks/clerk\\",
                "/webhooks/%63lerk",
                "http://",
                "http://localhost",
                "http:///",
                "httpx://localhost/webhooks/clerk",
                "http:/webhooks/clerk",
                "//webhooks/clerk"
            })
    void findsNoSourceInAnythingElse(String target) {
        assertThat(RequestTarget.source(target)).isNull();
    }
}
