package dev.rollcall.startup.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/** A client that lives for months connects with the certificates of today. */
class CurrentSslBundleTest {

    private static SslBundle bundle(String protocol) {
        return SslBundle.of(
                SslStoreBundle.of(null, protocol, null),
                SslBundleKey.of(protocol),
                SslOptions.of(null, new String[] {protocol}),
                protocol,
                SslManagerBundle.from(null, null));
    }

    @Test
    void whatIsAskedIsAnsweredByTheBundleAsItIsNow() {
        SslBundle first = bundle("TLSv1.2");
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("kafka", first);
        CurrentSslBundle current = new CurrentSslBundle(bundles, "kafka");
        assertIs(first, current);
        SslBundle renewed = bundle("TLSv1.3");
        bundles.updateBundle("kafka", renewed);
        assertIs(renewed, current);
    }

    private static void assertIs(SslBundle expected, CurrentSslBundle current) {
        assertThat(current.getStores()).isSameAs(expected.getStores());
        assertThat(current.getKey()).isSameAs(expected.getKey());
        assertThat(current.getOptions()).isSameAs(expected.getOptions());
        assertThat(current.getProtocol()).isEqualTo(expected.getProtocol());
        assertThat(current.getManagers()).isSameAs(expected.getManagers());
    }

    @Test
    void aPrintedOneShowsItsNameAlone() {
        assertThat(new CurrentSslBundle(new DefaultSslBundleRegistry("kafka", bundle("secret")), "kafka"))
                .hasToString("CurrentSslBundle[kafka]");
    }
}
