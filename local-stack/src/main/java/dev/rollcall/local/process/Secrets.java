package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;

/** Secrets in files that only their owner may read (0600). */
public final class Secrets {

    private static final int BYTES = 24;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private Secrets() {}

    /**
     * The file's content; 48 random hexadecimal digits, which need no escaping in a URL, when there is no such file
     * yet.
     */
    public static String generatedOnce(Path file) throws IOException {
        return keptOr(file, () -> {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            return HexFormat.of().formatHex(random);
        });
    }

    /** The file's content; when there is no such file yet, what is made now and kept in it. */
    public static String keptOr(Path file, Supplier<String> made) throws IOException {
        if (Files.isRegularFile(file)) {
            return Files.readString(file).strip();
        }
        String secret = made.get();
        write(file, secret);
        return secret;
    }

    /** Replaces the file as a whole, readable by its owner from the first moment. */
    public static Path write(Path file, String secret) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, OWNER_ONLY);
        Files.writeString(unfinished, secret + "\n", StandardCharsets.UTF_8);
        return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
