package dev.rollcall.worker.prepare.database;

import dev.rollcall.startup.SettingRefusedException;
import dev.rollcall.startup.database.DatabaseUrl;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What {@code spring.datasource} has no words for. Where the database is stands in {@code spring.datasource.url}, which
 * takes the URL as providers print it too.
 *
 * @param passwordFile path of a file with the password, for a URL without one; read at the start
 * @param pooler whether a pooler in transaction mode (PgBouncer) stands between; without it the URL tells: ports 6432 and
 *     6543, {@code -pooler} hosts of Neon, {@code pgbouncer=true}
 */
@ConfigurationProperties("rollcall.database")
public record DatabaseSettings(
        @Nullable String passwordFile, @Nullable Boolean pooler) {

    private static final String VARIABLE = "ROLLCALL_DATABASE_URL";
    private static final String PASSWORD_FILE = "ROLLCALL_DATABASE_PASSWORD_FILE";
    private static final String SPRING = "spring.datasource.";

    /** As an environment has them that no application context binds. */
    public static DatabaseSettings of(Environment environment) {
        return Binder.get(environment)
                .bind("rollcall.database", DatabaseSettings.class)
                .orElseGet(() -> new DatabaseSettings(null, null));
    }

    /**
     * The database and the login of {@code spring.datasource.*} and of these.
     *
     * @throws SettingRefusedException with one line for the operator, which repeats no password
     */
    public DatabaseUrl url(Environment environment) {
        String given = property(environment, SPRING + "url");
        String variable = property(environment, VARIABLE);
        if (variable != null && !variable.equals(given)) {
            throw new SettingRefusedException(
                    VARIABLE, "and spring.datasource.url name two databases", "write one of them");
        }
        String setting = variable == null && given != null ? SPRING + "url" : VARIABLE;
        DatabaseUrl url = DatabaseUrl.parse(setting, given);
        PromisedPool.checkUrl(setting, url);
        url = withLogin(url, setting, environment).withPasswordFrom(PASSWORD_FILE, passwordFile);
        return pooler == null ? url : url.behindPooler(pooler);
    }

    private static DatabaseUrl withLogin(DatabaseUrl url, String setting, Environment environment) {
        String user = property(environment, SPRING + "username");
        String password = property(environment, SPRING + "password");
        if (user != null && url.user() != null && !user.equals(url.user())) {
            throw new SettingRefusedException(
                    SPRING + "username", "is another user than that of " + setting, "write one");
        }
        if (password != null && url.password() != null) {
            throw new SettingRefusedException(
                    SPRING + "password", "is set, and " + setting + " holds a password too", "write one of them");
        }
        return url.as(user == null ? url.user() : user, password == null ? url.password() : password);
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + passwordFile + ", pooler=" + pooler + "]";
    }

    private static @Nullable String property(Environment environment, String name) {
        String value = environment.getProperty(name);
        return value == null || value.isBlank() ? null : value;
    }
}
