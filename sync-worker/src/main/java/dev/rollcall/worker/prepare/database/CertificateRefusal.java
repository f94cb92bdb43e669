package dev.rollcall.worker.prepare.database;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * That the driver does not take the server's certificate. Nothing was sent yet, no password either; and no waiting helps,
 * though to the driver it is one more connection that failed.
 */
public final class CertificateRefusal {

    /** The driver's message names it in every language. */
    private static final String OF_HOST = "PgjdbcHostnameVerifier";

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger DRIVER = Logger.getLogger("org.postgresql.ssl");

    private CertificateRefusal() {}

    /** For a process without Spring's logging: the driver says nothing of it, the line of {@link #sentence} all. */
    public static void silenceDriver() {
        DRIVER.setLevel(Level.OFF);
    }

    /** One line for the operator; null when the failure is another one. */
    public static @Nullable String sentence(Throwable failed) {
        boolean ofDriver = false;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            ofDriver |= cause instanceof SQLException;
            if (!ofDriver) {
                continue;
            }
            if (cause instanceof SQLException
                    && String.valueOf(cause.getMessage()).contains(OF_HOST)) {
                return "PostgreSQL's certificate is not for the host name of the database URL: write the name that the"
                        + " certificate has";
            }
            if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
                return "a certificate file for PostgreSQL cannot be read: write the path of one in sslrootcert of the"
                        + " database URL";
            }
            if (cause instanceof GeneralSecurityException) {
                return "PostgreSQL's certificate is not of a known authority, or not valid now: name the authority's"
                        + " certificate by sslrootcert in the database URL";
            }
        }
        return null;
    }
}
