package dev.rollcall.startup.kafka;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * A bundle as it is when it is asked. A client keeps what it is made with, and lives for months: of this it takes the
 * certificates that the files hold when it connects.
 */
record CurrentSslBundle(SslBundles bundles, String name) implements SslBundle {

    private SslBundle current() {
        return bundles.getBundle(name);
    }

    @Override
    public SslStoreBundle getStores() {
        return current().getStores();
    }

    @Override
    public SslBundleKey getKey() {
        return current().getKey();
    }

    @Override
    public SslOptions getOptions() {
        return current().getOptions();
    }

    @Override
    public String getProtocol() {
        return current().getProtocol();
    }

    @Override
    public SslManagerBundle getManagers() {
        return current().getManagers();
    }

    /** The name alone. */
    @Override
    public String toString() {
        return "CurrentSslBundle[" + name + "]";
    }
}
