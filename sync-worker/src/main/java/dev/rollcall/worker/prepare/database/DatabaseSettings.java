package dev.rollcall.worker.prepare.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where to write.
 *
 * @param url required: {@code postgresql://user:password@host:port/database} or {@code jdbc:postgresql://…}, as
 *     {@code rollcall_sync}
 * @param passwordFile path of a file with the password, for a URL without one; read at the start
 * @param pooler whether a pooler in transaction mode (PgBouncer) stands between; without it the URL tells: ports
 *     6432 and 6543, {@code -pooler} hosts of Neon, {@code pgbouncer=true}
 */
@ConfigurationProperties("rollcall.database")
public record DatabaseSettings(
        @Nullable String url,
        @Nullable String passwordFile,
        @Nullable Boolean pooler) {

    /** @throws dev.rollcall.startup.SettingRefusedException when the URL or the file is wrong */
    public DatabaseUrl parsed() {
        DatabaseUrl parsed = DatabaseUrl.parse("ROLLCALL_DATABASE_URL", url)
                .withPasswordFrom("ROLLCALL_DATABASE_PASSWORD_FILE", passwordFile);
        return pooler == null ? parsed : parsed.behindPooler(pooler);
    }

    /** Without the URL, which holds the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + passwordFile + ", pooler=" + pooler + "]";
    }
}
