package dev.rollcall.worker.prepare.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * What docs/upgrading.md promises: the workers of a release run beside the database of the next one. So a migration after
 * the first release adds. What nobody of the release before it needs, it may take away where it says so in a line
 * {@code -- Contracts: not used since <release>}.
 */
class MigrationsExpandTest {

    /** The last migration of 0.1.0. */
    private static final int RELEASED = 5;

    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern CONTRACTS = Pattern.compile("(?m)^-- Contracts: not used since \\d+\\.\\d+\\.\\d+$");

    private static final List<Pattern> TAKES_AWAY = Stream.of(
                    "\\bdrop (table|view|materialized view|schema|type|function|procedure|role|sequence|column|owned)\\b",
                    "\\brename\\b",
                    "\\bset schema\\b",
                    "\\balter( column)? \\S+( set data)? type\\b",
                    "\\bset not null\\b",
                    "\\bdrop default\\b",
                    // A column that the worker before does not write.
                    "\\badd( column)?( if not exists)? \\S+ [^,;]*\\bnot null\\b(?![^,;]*\\bdefault\\b)(?![^,;]*\\bgenerated\\b)",
                    "\\badd (constraint \\S+ )?(check|unique|primary key|foreign key|exclude)\\b",
                    "\\brevoke\\b",
                    "\\btruncate\\b",
                    "\\bdelete from clerk\\.")
            .map(Pattern::compile)
            .toList();

    @Test
    void aMigrationAfterTheFirstReleaseTakesNothingAway() throws IOException {
        Resource[] migrations =
                new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/V*__*.sql");
        assertThat(migrations).hasSizeGreaterThanOrEqualTo(RELEASED);
        for (Resource migration : migrations) {
            String name = String.valueOf(migration.getFilename());
            if (Integer.parseInt(name.substring(1, name.indexOf('_'))) > RELEASED) {
                assertThat(takenAway(migration.getContentAsString(StandardCharsets.UTF_8)))
                        .as(name)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table clerk.sessions;",
                "alter table clerk.users drop column username;",
                "ALTER TABLE clerk.users\n    RENAME COLUMN username TO login;",
                "alter table clerk.users alter column banned type text;",
                "alter table clerk.users alter column banned set not null;",
                "alter table clerk.users add column nickname text not null;",
                "alter table clerk.users add nickname text not null;",
                "alter table clerk.users add constraint short check (length(username) < 9);",
                "drop function rollcall.is_synced(text);",
                "revoke select on clerk.users from rollcall_tenant;",
                "alter function rollcall.is_synced(text) set schema clerk;",
                "delete from clerk.users where deleted_at is not null;"
            })
    void seesWhatAWorkerOfTheReleaseBeforeWouldMiss(String statement) {
        assertThat(takenAway("create index on clerk.users (username);\n" + statement))
                .isNotEmpty();
        assertThat(takenAway("-- Contracts: not used since 0.1.0\n" + statement))
                .as("said to be needed by nobody")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- drop table clerk.sessions;",
                "alter table clerk.users add column nickname text;",
                "alter table clerk.users add column seen boolean not null default false;",
                "create table clerk.groups (id text primary key, name text not null);",
                "create or replace function rollcall.is_synced(id text) returns boolean return true;",
                "drop policy if exists tenants on clerk.users; create policy tenants on clerk.users using (true);",
                "grant select on clerk.users to rollcall_backend;"
            })
    void letsPassWhatOnlyAdds(String statement) {
        assertThat(takenAway(statement)).isEmpty();
    }

    private static List<String> takenAway(String migration) {
        if (CONTRACTS.matcher(migration).find()) {
            return List.of();
        }
        String sql = COMMENT.matcher(migration)
                .replaceAll(" ")
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ");
        return TAKES_AWAY.stream()
                .flatMap(pattern -> pattern.matcher(sql).results())
                .map(found -> found.group())
                .toList();
    }
}
