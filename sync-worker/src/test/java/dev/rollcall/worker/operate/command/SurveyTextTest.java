package dev.rollcall.worker.operate.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.worker.survey.compare.Verdict;
import dev.rollcall.worker.survey.run.SurveyOptions;
import dev.rollcall.worker.survey.run.SurveyReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a survey came to, as people and programs read it. */
class SurveyTextTest {

    private static final Instant STARTED = Instant.parse("2026-11-29T17:00:00Z");

    private static SurveyReport.OfTable table(
            String name,
            boolean webhooks,
            Map<Verdict, Long> found,
            Map<Verdict, Long> left,
            Map<Verdict, List<String>> ids) {
        return new SurveyReport.OfTable(
                name, true, webhooks, 1_200L, 1_201L, found, left, ids, Map.of(), Map.of(), null);
    }

    private static SurveyReport.OfTable exact(String name, boolean webhooks) {
        return table(name, webhooks, Map.of(), Map.of(), Map.of());
    }

    private static SurveyReport.OfTable unwalked(String name, boolean available, @Nullable String reason) {
        return new SurveyReport.OfTable(
                name, available, true, null, null, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), reason);
    }

    private static SurveyReport report(boolean complete, List<String> reasons, SurveyReport.OfTable... tables) {
        return new SurveyReport(17, STARTED, complete, 3, List.of(tables), reasons);
    }

    private static SurveyReport ofEverything() {
        return report(
                false,
                List.of("nothing of users was ended; if it is right, repeat with --cap 12"),
                new SurveyReport.OfTable(
                        "users",
                        true,
                        true,
                        1_200L,
                        1_201L,
                        Map.of(
                                Verdict.UNREADABLE,
                                1L,
                                Verdict.DIFFERENT,
                                2L,
                                Verdict.ACTIVITY_ONLY,
                                5L,
                                Verdict.EXTRA,
                                1L),
                        Map.of(Verdict.UNREADABLE, 1L, Verdict.EXTRA, 1L),
                        Map.of(Verdict.UNREADABLE, List.of("user_1"), Verdict.EXTRA, List.of("user_2")),
                        Map.of("user_1", "version"),
                        Map.of("first_name", 2L),
                        null),
                table(
                        "organization_memberships",
                        false,
                        Map.of(Verdict.EXTRA, 4L),
                        Map.of(Verdict.EXTRA, 3L),
                        Map.of(Verdict.EXTRA, List.of("orgmem_1"))),
                unwalked("roles", false, "not available to this key or instance"),
                unwalked("permissions", true, "Clerk counts 9, and its list has 8 in 2 walks"));
    }

    @Test
    void aProgramReadsTheRunAndEachTableWithWhatWasFoundAndWhatIsLeft() {
        assertThat(JsonMapper.shared().readTree(SurveyText.json(ofEverything())))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"run": 17, "asOf": "2026-11-29T17:00:00Z", "complete": false, "published": 3, "tables": [
                          {"table": "users", "available": true, "webhooks": true, "live": 1200, "clerk": 1201,
                           "found": {"unreadable": 1, "activity_only": 5, "different": 2, "extra": 1},
                           "left": {"unreadable": 1, "extra": 1},
                           "ids": {"unreadable": ["user_1"], "extra": ["user_2"]}, "codes": {"user_1": "version"},
                           "columns": {"first_name": 2}},
                          {"table": "organization_memberships", "available": true, "webhooks": false, "live": 1200, "clerk": 1201,
                           "found": {"extra": 4}, "left": {"extra": 3}, "ids": {"extra": ["orgmem_1"]}, "codes": {}, "columns": {}},
                          {"table": "roles", "available": false, "webhooks": true, "live": null, "clerk": null,
                           "found": {}, "left": {}, "ids": {}, "codes": {}, "columns": {},
                           "reason": "not available to this key or instance"},
                          {"table": "permissions", "available": true, "webhooks": true, "live": null, "clerk": null,
                           "found": {}, "left": {}, "ids": {}, "codes": {}, "columns": {},
                           "reason": "Clerk counts 9, and its list has 8 in 2 walks"}],
                         "reasons": ["nothing of users was ended; if it is right, repeat with --cap 12"]}
                        """));
    }

    @Test
    void aPersonReadsAccessThatShouldBeGoneFirst() {
        assertThat(SurveyText.lines(ofEverything(), SurveyOptions.REPAIR))
                .containsExactly(
                        "organization_memberships: 3 rows that Clerk has no more: access that should be gone",
                        "users: 1 rows that Clerk has no more",
                        "users                      1,200 live rows, 1,201 at Clerk; unreadable 1 (left 1), activity_only 5,"
                                + " different 2 (left 0), extra 1 (left 1)",
                        "  unreadable: user_1 (version)",
                        "  extra: user_2",
                        "  2 differ in first_name",
                        "organization_memberships   1,200 live rows, 1,201 at Clerk; extra 4 (left 3)",
                        "  extra: orgmem_1",
                        "roles                      not available to this key or instance",
                        "permissions                not walked to its end",
                        "! nothing of users was ended; if it is right, repeat with --cap 12",
                        "Published 3 records; the workers have applied them.",
                        "Incomplete.");
    }

    @Test
    void whatIsNoneIsNotListedAndWhatWasRepairedNeedsNoHint() {
        assertThat(SurveyText.lines(
                        report(
                                true,
                                List.of(),
                                table(
                                        "users",
                                        true,
                                        Map.of(Verdict.EXTRA, 0L, Verdict.STALE, 3L),
                                        Map.of(Verdict.EXTRA, 0L, Verdict.STALE, 2L),
                                        Map.of()),
                                table("roles", true, Map.of(Verdict.EXTRA, 0L), Map.of(), Map.of())),
                        SurveyOptions.REPAIR))
                .containsExactly(
                        "users                      1,200 live rows, 1,201 at Clerk; stale 3 (left 2)",
                        "roles                      1,200 live rows, 1,201 at Clerk; nothing differs",
                        "Published 3 records; the workers have applied them.",
                        "2 objects differ.");
    }

    @Test
    void whatClerkDoesNotCountIsSaidToBeUncounted() {
        SurveyReport.OfTable permissions = new SurveyReport.OfTable(
                "permissions", true, true, 7L, null, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), null);
        assertThat(SurveyText.lines(report(true, List.of(), permissions), SurveyOptions.DRY))
                .startsWith("permissions                7 live rows, uncounted at Clerk; nothing differs");
    }

    @Test
    void whatIsCompleteEndsWithWhatNothingKeepsSo() {
        SurveyReport report =
                report(true, List.of(), exact("users", true), exact("roles", false), exact("permissions", false));

        assertThat(SurveyText.lines(report, SurveyOptions.BACKFILL))
                .endsWith(
                        "Complete.",
                        "No webhook has ever come for roles, permissions: that is as of 2026-11-29T17:00:00Z; nothing keeps it"
                                + " so until webhooks flow.");
        assertThat(SurveyText.lines(report(true, List.of(), exact("users", true)), SurveyOptions.DRY))
                .endsWith("Nothing differs: 0.");
        assertThat(SurveyText.lines(
                        report(
                                true,
                                List.of(),
                                table("users", true, Map.of(Verdict.STALE, 2L), Map.of(Verdict.STALE, 2L), Map.of())),
                        SurveyOptions.DRY))
                .endsWith("2 objects differ. reconcile --repair mends what can be mended.");
    }
}
