package dev.rollcall.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds one password, as secrets are mounted. */
public final class PasswordFile {

    private PasswordFile() {}

    /**
     * The password without the line break behind it.
     *
     * @param setting that names the file, for the message
     * @throws IllegalArgumentException when there is none, or nothing in it
     */
    public static String read(String setting, Path file) {
        try {
            String password = Files.readString(file).stripTrailing();
            if (!password.isEmpty()) {
                return password;
            }
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(setting + " names a file that cannot be read: " + file, unreadable);
        }
        throw new IllegalArgumentException(setting + " names an empty file: " + file);
    }
}
