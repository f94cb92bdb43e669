package dev.rollcall.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackHostTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8081",
                "127.0.0.1",
                "127.0.0.1:1",
                "127.1.2.3:65535",
                "[::1]",
                "[::1]:8090"
            })
    void namesThisMachine(String host) {
        assertThat(LoopbackHost.isNamedBy(host)).isTrue();
        assertThat(LoopbackHost.mayAsk(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.test",
                "evil.test:8081",
                "localhost.evil.test",
                "localhost.",
                "127.0.0.1.evil.test",
                "127.0.0.1.nip.io:8081",
                "1270.0.0.1",
                "0.0.0.0:8081",
                "[::]:8081",
                "::1",
                "localhost:8081:1",
                "localhost, evil.test",
                "user@localhost",
                "localhost\n",
                "2130706433"
            })
    void namesAnother(String host) {
        assertThat(LoopbackHost.isNamedBy(host)).isFalse();
        assertThat(LoopbackHost.mayAsk(host)).isFalse();
    }

    @Test
    void aRequestWithoutAHostIsNoBrowsers() {
        assertThat(LoopbackHost.isNamedBy(null)).isFalse();
        assertThat(LoopbackHost.mayAsk(null)).isTrue();
    }
}
