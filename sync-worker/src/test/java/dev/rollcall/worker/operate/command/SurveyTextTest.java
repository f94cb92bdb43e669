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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
                        "users: 1 row that Clerk has no more",
                        "users                      1,200 live rows, 1,201 at Clerk; unreadable 1 (left 1), activity_only 5,"
                                + " different 2 (left 0), extra 1 (left 1)",
                        "  unreadable: user_1 (version)",
                        "  extra: user_2",
                        "  2 rows differ in first_name",
                        "organization_memberships   1,200 live rows, 1,201 at Clerk; extra 4 (left 3)",
                        "  extra: orgmem_1",
                        "roles                      not available to this key or instance",
                        "permissions                not walked to its end",
                        "(left …) is what counts: what differed still at the second look, and was not repaired. The others"
                                + " had only not arrived here yet, or are repaired.",
                        "unreadable: the worker would refuse the object; the code behind its id says why.",
                        "activity_only: no difference: only times of sign-ins, which no webhook tells.",
                        "extra: a live row that Clerk no longer has, asked for twice. After a look at the ids: reconcile"
                                + " --end-extra.",
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
                        "(left …) is what counts: what differed still at the second look, and was not repaired. The others"
                                + " had only not arrived here yet, or are repaired.",
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

    /** As at the end of a backfill of an instance in which something happens. */
    @Test
    void whatIsUnconfirmedIsSaidToBeNothingToDoAndOneIsOne() {
        SurveyReport.OfTable invitations = table(
                "organization_invitations",
                true,
                Map.of(Verdict.MISSING, 4L, Verdict.UNCONFIRMED, 1L),
                Map.of(Verdict.UNCONFIRMED, 1L),
                Map.of(Verdict.UNCONFIRMED, List.of("orginv_1")));

        assertThat(SurveyText.lines(
                        new SurveyReport(17, STARTED, true, 1, List.of(invitations), List.of()),
                        SurveyOptions.BACKFILL))
                .containsExactly(
                        "organization_invitations   1,200 live rows, 1,201 at Clerk; missing 4 (left 0), unconfirmed 1 (left 1)",
                        "  unconfirmed: orginv_1",
                        "(left …) is what counts: what differs still. The others were published.",
                        "unconfirmed: a live row that Clerk did not list, and that is not proven to be gone; mostly its end is"
                                + " under way. Do nothing; if the next reconcile has it too, look it up in Clerk's dashboard.",
                        "Published 1 record; the workers have applied it.",
                        "1 object differs. A backfill looks once, and webhooks go on meanwhile: reconcile looks twice, and says"
                                + " what stays.");
    }

    /** Beside "nothing differs" a figure would be a riddle. */
    @Test
    void whatTheSecondLookSettledIsSaidNotToCount() {
        SurveyReport.OfTable users =
                table("users", true, Map.of(Verdict.MISSING, 4L, Verdict.ENDED_BUT_ALIVE, 1L), Map.of(), Map.of());

        assertThat(SurveyText.lines(report(true, List.of(), users), SurveyOptions.DRY))
                .containsExactly(
                        "users                      1,200 live rows, 1,201 at Clerk; ended_but_alive 1 (left 0), missing 4 (left 0)",
                        "(left …) is what counts: what differed still at the second look. The others had only not arrived here"
                                + " yet.",
                        "Published 3 records; the workers have applied them.",
                        "Nothing differs: 0.");
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void everyVerdictHasALineOfItsOwn(Verdict verdict) {
        SurveyReport.OfTable users = table(
                "users",
                true,
                Map.of(verdict, 1L),
                verdict.isDrift() ? Map.of(verdict, 1L) : Map.of(),
                verdict.isDrift() ? Map.of(verdict, List.of("user_1")) : Map.of());

        assertThat(SurveyText.lines(report(true, List.of(), users), SurveyOptions.DRY))
                .filteredOn(line -> line.startsWith(verdict.label() + ": ") && line.endsWith("."))
                .hasSize(1);
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
