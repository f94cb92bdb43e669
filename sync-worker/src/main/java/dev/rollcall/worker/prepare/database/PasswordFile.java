package dev.rollcall.worker.prepare.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that holds one password, as containers get their secrets. */
public final class PasswordFile {

    private PasswordFile() {}

    /**
     * What it holds, without line breaks at the end.
     *
     * @param setting the name to show when it cannot be read
     * @param path null or blank for none, which gives null
     * @throws IllegalArgumentException with one line for the operator
     */
    public static @Nullable String read(String setting, @Nullable String path) {
        if (path == null || path.isBlank()) {
            return null;
        }
        String password;
        try {
            password = Files.readString(Path.of(path)).stripTrailing();
        } catch (IOException | InvalidPathException unreadable) {
            throw new IllegalArgumentException(
                    setting + " names a file that cannot be read ("
                            + unreadable.getClass().getSimpleName()
                            + "); write the path of one that holds the password",
                    unreadable);
        }
        if (password.isEmpty()) {
            throw new IllegalArgumentException(
                    setting + " names an empty file; write the path of one that holds the password");
        }
        return password;
    }
}
