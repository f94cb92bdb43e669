package dev.rollcall.local.application;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** What is in a jar of Spring Boot. Neither its date nor its size says that: the build gives every jar the release's date. */
final class JarContents {

    private JarContents() {}

    /** Differs when an entry differs; read from the jar's directory, which is quick. Empty when it is no jar of Spring Boot. */
    static String of(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            if (manifest == null || manifest.getMainAttributes().getValue("Start-Class") == null) {
                return "";
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                String line = entry.getName() + " " + entry.getCrc() + " " + entry.getSize() + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
