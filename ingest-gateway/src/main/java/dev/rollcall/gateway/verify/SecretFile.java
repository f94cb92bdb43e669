package dev.rollcall.gateway.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A file of signing secrets, separated by commas or line breaks, the current one first. Read whole each time: a mounted
 * secret is replaced by another file behind the same path, whose modification time may be older.
 */
record SecretFile(Path path) {

    private static final int LARGEST = 64 * 1024;

    /** @throws IOException when the text cannot name a file */
    static SecretFile at(String path) throws IOException {
        try {
            return new SecretFile(Path.of(path));
        } catch (InvalidPathException unusable) {
            throw new IOException("not a path", unusable);
        }
    }

    /** What it holds, blank entries left out. */
    List<String> read() throws IOException {
        byte[] bytes;
        try (InputStream file = Files.newInputStream(path)) {
            bytes = file.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw new IOException("larger than any list of secrets");
        }
        return Arrays.stream(decode(bytes).split("[,\\r\\n]+", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.US_ASCII
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
