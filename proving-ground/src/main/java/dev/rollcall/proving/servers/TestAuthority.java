package dev.rollcall.proving.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate authority of one test, made by the JDK's {@code keytool}: it signs a certificate for 127.0.0.1, and clients
 * that trust it trust that.
 */
public final class TestAuthority {

    /** Of the test's stores, which hold nothing worth it. */
    public static final String PASSWORD = "a-store-password";

    private static final long KEYTOOL_SECONDS = 60;

    private final Path directory;
    private final String name;

    private TestAuthority(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /**
     * Makes the authority and the server's certificate.
     *
     * @param name unlike that of every other in the directory
     */
    public static TestAuthority make(Path directory, String name) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        TestAuthority authority = new TestAuthority(directory, name);
        // In stores of their own: a broker may show any key of its store.
        String ca = authority.file(".ca.p12");
        String server = authority.file(".p12");
        keytool(ca, "-genkeypair", "-dname", "CN=" + name, "-keyalg", "EC", "-ext", "bc:c");
        keytool(server, "-genkeypair", "-dname", "CN=127.0.0.1", "-keyalg", "EC");
        keytool(server, "-certreq", "-file", authority.file(".csr"));
        keytool(
                ca,
                "-gencert",
                "-rfc",
                "-ext",
                "san=ip:127.0.0.1",
                "-infile",
                authority.file(".csr"),
                "-outfile",
                authority.file(".server.pem"));
        keytool(ca, "-exportcert", "-rfc", "-file", authority.file(".pem"));
        keytool(server, "-importcert", "-alias", "ca", "-noprompt", "-file", authority.file(".pem"));
        keytool(server, "-importcert", "-noprompt", "-file", authority.file(".server.pem"));
        return authority;
    }

    /** A PKCS#12 store with the server's key and certificate. */
    public Path serverStore() {
        return Path.of(file(".p12"));
    }

    /** The authority's certificate as PEM, for a client to trust. */
    public Path certificate() {
        return Path.of(file(".pem"));
    }

    /** Puts the authority's certificate at a path that a client reads, in one step. */
    public void publish(Path trusted) {
        try {
            Path next = Files.createTempFile(trusted.toAbsolutePath().getParent(), "trusted", ".pem");
            Files.copy(certificate(), next, StandardCopyOption.REPLACE_EXISTING);
            Files.move(next, trusted, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String file(String suffix) {
        return directory.resolve(name + suffix).toString();
    }

    private static void keytool(String store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        // It starts, and hardly works.
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store, "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool: " + said);
        }
    }
}
