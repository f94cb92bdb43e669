package dev.rollcall.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates of a certificate authority of the test's own, made with the JDK's keytool. */
final class TestCertificates {

    private static final String PASSWORD = "test-password";

    private final Path directory;
    private final Path authority;

    /** @param directory where files may be left */
    TestCertificates(Path directory, String name) throws IOException, InterruptedException {
        this.directory = directory;
        authority = directory.resolve(name + ".p12");
        keytool(authority, "-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "bc:c");
        keytool(
                authority,
                "-exportcert",
                "-rfc",
                "-alias",
                "key",
                "-file",
                certificate(name).toString());
    }

    /** Of an authority or a server, as PEM. */
    Path certificate(String name) {
        return directory.resolve(name + ".crt");
    }

    /** Of a server, as PEM. */
    Path key(String name) {
        return directory.resolve(name + ".key");
    }

    /** Makes a key, and a certificate for one host name. */
    void issue(String name, String host) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve(name + ".p12");
        Path request = directory.resolve(name + ".csr");
        keytool(store, "-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=" + host);
        keytool(store, "-certreq", "-alias", "key", "-file", request.toString());
        keytool(
                authority,
                "-gencert",
                "-rfc",
                "-alias",
                "key",
                "-ext",
                "san=dns:" + host,
                "-infile",
                request.toString(),
                "-outfile",
                certificate(name).toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream input = Files.newInputStream(store)) {
            keys.load(input, PASSWORD.toCharArray());
        }
        byte[] key = keys.getKey("key", PASSWORD.toCharArray()).getEncoded();
        Files.writeString(
                key(name),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        Files.setPosixFilePermissions(key(name), PosixFilePermissions.fromString("rw-------"));
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        // It starts, and hardly works.
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }
}
