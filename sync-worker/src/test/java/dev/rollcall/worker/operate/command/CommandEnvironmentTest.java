package dev.rollcall.worker.operate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandEnvironmentTest {

    @TempDir
    Path directory;

    @Test
    void takesPasswordsFromFilesAsContainersHaveThem() throws IOException {
        CommandEnvironment environment = new CommandEnvironment(Map.of(
                "ROLLCALL_DATABASE_URL", "postgresql://rollcall_sync@h/app",
                "ROLLCALL_DATABASE_PASSWORD_FILE", file("of sync"),
                "ROLLCALL_MIGRATION_DATABASE_URL", "postgresql://postgres@h/app",
                "ROLLCALL_MIGRATION_DATABASE_PASSWORD_FILE", file("of the administrator"),
                "ROLLCALL_SYNC_PASSWORD_FILE", file("of sync"),
                "ROLLCALL_TENANT_PASSWORD", "of tenant",
                "ROLLCALL_TENANT_PASSWORD_FILE", ""));
        assertThat(environment.databaseUrl().password()).isEqualTo("of sync");
        assertThat(environment.migrationUrl().password()).isEqualTo("of the administrator");
        assertThat(environment.rolePasswords())
                .isEqualTo(Map.of("rollcall_sync", "of sync", "rollcall_tenant", "of tenant"));
    }

    @Test
    void refusesTwoPasswordsOfOneRole() throws IOException {
        CommandEnvironment environment = new CommandEnvironment(
                Map.of("ROLLCALL_BACKEND_PASSWORD", "one", "ROLLCALL_BACKEND_PASSWORD_FILE", file("another")));
        assertThatThrownBy(environment::rolePasswords)
                .hasMessage(
                        "ROLLCALL_BACKEND_PASSWORD_FILE and ROLLCALL_BACKEND_PASSWORD are both set: write one of them, not both");
    }

    private String file(String password) throws IOException {
        return Files.writeString(directory.resolve(password), password + "\n").toString();
    }
}
