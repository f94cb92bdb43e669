package dev.rollcall.startup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of secrets, as containers get them. Read whole each time: a mounted secret is replaced by another file behind the
 * same path, whose modification time may be older.
 */
public record SecretFile(Path path) {

    private static final int LARGEST = 64 * 1024;

    /** @throws IOException when the text cannot name a file */
    public static SecretFile at(String path) throws IOException {
        try {
            return new SecretFile(Path.of(path));
        } catch (InvalidPathException unusable) {
            throw new IOException("not a path", unusable);
        }
    }

    /**
     * The one password of a file, without line breaks at the end.
     *
     * @param setting that names the file
     * @param path null or blank for none, which gives null
     * @throws SettingRefusedException when there is no such file, or nothing in it
     */
    public static @Nullable String password(String setting, @Nullable String path) {
        if (path == null || path.isBlank()) {
            return null;
        }
        String remedy = "write the path of one that holds the password";
        String password;
        try {
            password = at(path).text().stripTrailing();
        } catch (IOException unreadable) {
            throw new SettingRefusedException(
                    setting, "names a file that cannot be read (" + why(unreadable) + ")", remedy);
        }
        if (password.isEmpty()) {
            throw new SettingRefusedException(setting, "names an empty file", remedy);
        }
        return password;
    }

    /** What it holds, a secret for each comma or line break; blank entries are left out. */
    public List<String> entries() throws IOException {
        return entries(text());
    }

    /** The same of a text that a setting holds. */
    public static List<String> entries(String text) {
        return Arrays.stream(text.split("[,\\r\\n]+", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private String text() throws IOException {
        byte[] bytes;
        try (InputStream file = Files.newInputStream(path)) {
            bytes = file.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw new IOException("larger than any list of secrets");
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** Why a file cannot be read, without its name and without its content. */
    public static String why(IOException unreadable) {
        Throwable told = unreadable.getCause() == null ? unreadable : unreadable.getCause();
        return told.getClass().getSimpleName();
    }
}
