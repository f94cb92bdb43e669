package dev.rollcall.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.proving.servers.NodeProject;
import dev.rollcall.startup.database.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The TypeScript of {@code docs/tenancy.md} is type-checked and runs as printed, against PostgreSQL; only what its imports
 * name is the test's. Where Node.js is missing this is skipped, in CI it is a failure.
 */
class TenancyPageIT {

    private static final Path PAGE = Path.of("..", "docs", "tenancy.md");
    private static final Path SOURCE = Path.of("src", "test", "clients", "tenancy-page");
    private static final Pattern BLOCK = Pattern.compile("```ts\n(.*?)```", Pattern.DOTALL);
    private static final Map<String, String> IMPORTED = Map.of(
            "\"@clerk/nextjs/server\"", "\"./session.ts\"",
            "\"@prisma/client\"", "\"./generated/client.ts\"",
            "\"./prisma\"", "\"./prisma.ts\"");

    @Test
    void theTypeScriptOfThePageRunsAsPrinted() throws IOException, InterruptedException {
        Assumptions.assumeTrue(NodeProject.isThere());
        NodeProject project = ClientPackage.project("tenancy-page");
        project.take(SOURCE, "page");
        List<String> blocks = BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .map(block -> block.replaceAll("```(ts\n)?", ""))
                .toList();
        assertThat(blocks).hasSize(2);
        Path source = project.directory().resolve("page").resolve("src");
        Files.writeString(
                source.resolve("organization.ts"), imported(blocks.get(0)) + "export { invoices, members };\n");
        Files.writeString(
                source.resolve("sign-up.ts"),
                "import { backend } from \"./prisma.ts\";\n\nexport async function signUp(userId: string) {\n"
                        + blocks.get(1) + "}\n");
        project.require(
                Map.of("PRISMA_SCHEMA_ENGINE_BINARY", "/bin/true", "DIRECT_URL", "postgresql://localhost/none"),
                "prisma",
                "generate",
                "--schema",
                "page/prisma");
        project.require(Map.of(), "tsc", "--project", "page");
        try (TestDatabase database = TestDatabase.create()) {
            database.execute(ReaderToolsIT.TWO_ORGANIZATIONS);
            database.execute(Files.readString(SOURCE.resolve("tables.sql")));
            String said = project.require(
                    Map.of(
                            "TENANT_DATABASE_URL",
                            url(database, "rollcall_tenant"),
                            "BACKEND_DATABASE_URL",
                            url(database, "rollcall_backend")),
                    "node",
                    "--test",
                    "page/out/");
            assertThat(said).contains("# pass 2", "# fail 0");
        }
    }

    private static String imported(String block) {
        String text = block;
        for (Map.Entry<String, String> name : IMPORTED.entrySet()) {
            assertThat(text).contains(name.getKey());
            text = text.replace(name.getKey(), name.getValue());
        }
        return text;
    }

    private static String url(TestDatabase database, String role) {
        DatabaseUrl url = database.urlOf(role);
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(url.user(), url.password(), url.host(), url.port(), url.database());
    }
}
