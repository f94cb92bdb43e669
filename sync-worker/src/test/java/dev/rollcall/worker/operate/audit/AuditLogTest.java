package dev.rollcall.worker.operate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class AuditLogTest {

    private static final Pattern COMMENT =
            Pattern.compile("comment on column rollcall\\.audit_log\\.action is '(.*)\\.';");

    @Test
    void theColumnsCommentListsEveryActionAndNoOther() throws IOException {
        StringBuilder migrations = new StringBuilder();
        for (Resource migration :
                new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/V*.sql")) {
            migrations.append(migration.getContentAsString(StandardCharsets.UTF_8));
        }
        String listed = COMMENT.matcher(migrations)
                .results()
                .reduce((first, last) -> last)
                .map(last -> last.group(1))
                .orElseThrow();

        assertThat(Arrays.stream(listed.split("[,.] ")).map(entry -> entry.replaceFirst("^Of [a-z ]+: ", "")))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(AuditLog.Action.values())
                        .map(AuditLog.Action::label)
                        .toList());
    }
}
