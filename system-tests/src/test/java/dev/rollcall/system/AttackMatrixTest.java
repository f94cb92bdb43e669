package dev.rollcall.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The attacks that once succeeded, A1 to A23, each with the test that repeats it and runs in every build. A row whose test
 * is renamed or taken away is red here.
 */
class AttackMatrixTest {

    private static final Path ROOT = Path.of("..");

    private static final Pattern TEST = Pattern.compile("@(Parameterized|Repeated)?Test\\b|@Property\\b");
    private static final Pattern SWITCHED_OFF = Pattern.compile("@(\\w+\\.)*Disabled\\w*");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");

    /**
     * @param finding its number in the review
     * @param tests module, class and method
     */
    private record Attack(String id, String finding, String what, List<String> tests) {
        @Override
        public String toString() {
            return id + " " + finding + " " + what;
        }
    }

    private static Attack attack(String id, String finding, String what, String... tests) {
        return new Attack(id, finding, what, List.of(tests));
    }

    static List<Attack> attacks() {
        return List.of(
                attack(
                        "A1",
                        "H1",
                        "a backlog of large events that compress well ends the worker again and again",
                        "system-tests dev.rollcall.system.LargeBacklogIT#aBacklogOfLargeEventsIsAppliedInOneLife",
                        "system-tests dev.rollcall.system.LargeBacklogIT#noSingleEventIsTooLarge"),
                attack(
                        "A2",
                        "H2",
                        "PostgreSQL comes late, and no check is made any more",
                        "sync-worker dev.rollcall.worker.DatabaseCheckIT#aDatabaseThatComesLateIsCheckedBeforeTheFirstBatch",
                        "sync-worker dev.rollcall.worker.DatabaseCheckIT#aDatabaseThatComesLateAndIsAnotherInstancesIsNotWrittenTo"),
                attack(
                        "A3",
                        "M1",
                        "a look-up reads a row whose numbers have 131,072 digits each",
                        "sync-worker dev.rollcall.worker.BoundedLookupIT#aRowIsShownWithoutWhatIsTooLong"),
                attack(
                        "A4",
                        "M1",
                        "such a row is announced again after a crash",
                        "sync-worker dev.rollcall.worker.LossyStatesIT#halfAMegabyteOfThousandDigitNumbersIsAnnouncedAfterACrashBetweenTheCommits"),
                attack(
                        "A5",
                        "M2",
                        "a timeline of thousands of large updates ends the worker",
                        "sync-worker dev.rollcall.worker.BoundedLookupIT#aTimelineKeepsTheNewestChangesAndSaysHowFarBackItSearched",
                        "system-tests dev.rollcall.system.LargeBacklogIT#aTimelineOfLargeChangesIsAnsweredAsFarAsItMayBeRead"),
                attack(
                        "A6",
                        "M3",
                        "a second database on the server takes the first one's roles and passwords",
                        "sync-worker dev.rollcall.worker.MigrateCommandIT#aSecondDatabaseDoesNotTakeTheRolesOfTheFirst",
                        "sync-worker dev.rollcall.worker.MigrateCommandIT#aPasswordThatIsInUseChangesOnlyWhenAskedFor"),
                attack(
                        "A7",
                        "M4",
                        "an erased person stays in objects without a table",
                        "sync-worker dev.rollcall.worker.ErasureCompletenessIT#ofAnErasedUserNothingIsLeftWhereOtherObjectsNameHim",
                        "sync-worker dev.rollcall.worker.OtherObjectsIT#anObjectEndsWithItsUserAndWithItsOrganization"),
                attack(
                        "A8",
                        "M5",
                        "passwords are in PostgreSQL's log",
                        "sync-worker dev.rollcall.worker.MigrateCommandIT#noPasswordIsInTheServersLogWhateverItLogs",
                        "system-tests dev.rollcall.system.SecretsInServersLogIT#noSecretOfAnyProcessIsInPostgresqlsLog"),
                attack(
                        "A9",
                        "M6",
                        "the administrator's password is in a command line",
                        "local-stack dev.rollcall.local.cli.LauncherTest#movesPasswordsOutOfTheArguments",
                        "system-tests dev.rollcall.system.WholeStackIT#keepsSecretsReadableByTheOwnerOnlyAndOutOfCommandLinesAndLogs"),
                attack(
                        "A10",
                        "M7",
                        "a program is planted where PostgreSQL would be unpacked",
                        "local-stack dev.rollcall.local.server.OwnPathTest#unpacksProgramsToNoPlaceThatSomebodyElseCouldHaveMade",
                        "local-stack dev.rollcall.local.server.OwnPathTest#refusesALinkOfSomebodyElse"),
                attack(
                        "A11",
                        "M8",
                        "rows are read through a parent that a protected table inherits from",
                        "sync-worker dev.rollcall.worker.tenancy.ProtectTableTenancyIT#aTableWhoseParentShowsItsRowsIsRefused",
                        "sync-worker dev.rollcall.worker.tenancy.TenancyReportIT#tablesThatAProtectedOneInheritsFromAreFound"),
                attack(
                        "A12",
                        "M8",
                        "a login may become a superuser",
                        "sync-worker dev.rollcall.worker.tenancy.TenancyReportIT#loginsThatCanComeToItAreFound"),
                attack(
                        "A13",
                        "M8",
                        "a login may give itself a right that it holds with admin option",
                        "sync-worker dev.rollcall.worker.tenancy.TenancyReportIT#loginsThatCanComeToItAreFound"),
                attack(
                        "A14",
                        "M8",
                        "before PostgreSQL 16 whoever makes roles may join any",
                        "sync-worker dev.rollcall.worker.tenancy.TenancyReportIT#beforePostgresql16CreateroleAndEveryMembershipCount"),
                attack(
                        "A15",
                        "M8",
                        "the worker's login may become somebody else",
                        "sync-worker dev.rollcall.worker.tenancy.StartTenancyIT#aLoginThatCanBecomeSomebodyElseIsRefused"),
                attack(
                        "A16",
                        "M9",
                        "a user's name writes to the operator's terminal",
                        "shared-model dev.rollcall.model.terminal.TerminalTextTest#showsEveryCharacterThatATerminalWouldObey",
                        "system-tests dev.rollcall.system.WholeStackIT#showsControlCharactersInsteadOfSendingThemToTheTerminal",
                        "system-tests dev.rollcall.system.ArchitectureTest#nothingPrintsButThroughTheOneStreamThatShowsControlCharacters"),
                attack(
                        "A17",
                        "M10",
                        "whoever is on the machine, or in a container beside it, reaches broker and console",
                        "system-tests dev.rollcall.system.containers.ComposeTest#letsNobodyReachServersThatHeDoesNotNeed",
                        "local-stack dev.rollcall.local.stack.StackWiringTest#theConsoleAsksForATokenOnlyWhenStartedSo",
                        "local-stack dev.rollcall.local.server.KafkaServerIT#listensOnLoopbackOnly",
                        "system-tests dev.rollcall.system.ExistingServersIT#usesServersThatTheUserHasAndLeavesThemRunning",
                        "sync-worker dev.rollcall.worker.DeadLetterApiIT#withoutTheTokenNothingIsAnsweredAndNothingDone"),
                attack(
                        "A18",
                        "M11",
                        "4,200 silent connections keep webhooks out",
                        "ingest-gateway dev.rollcall.gateway.SilentCrowdIT#keepsNoGenuineWebhookOut"),
                attack(
                        "A19",
                        "L1",
                        "private metadata that is left out is stored all the same, and so are secrets",
                        "sync-worker dev.rollcall.worker.copy.decode.KeptContentTest#privateMetadataThatIsLeftOutIsInNoColumnOfAnyTable",
                        "sync-worker dev.rollcall.worker.copy.decode.KeptContentTest#aSecretOfAnObjectWithoutATableIsNotKept"),
                attack(
                        "A20",
                        "L2",
                        "the worker's login forges the audit and drops history",
                        "sync-worker dev.rollcall.worker.DeadLetterActionsIT#theAuditCannotBeChangedByTheWorkersLoginAndIsReadByTheBackend",
                        "sync-worker dev.rollcall.worker.HistoryIT#theWorkersLoginNeitherForgesNorDropsHistory"),
                attack(
                        "A21",
                        "L4",
                        "a page whose name points here reads metrics and health",
                        "ingest-gateway dev.rollcall.gateway.ManagementPortIT#onLoopbackItAnswersOnNoPathToAnotherName",
                        "shared-model dev.rollcall.model.http.LoopbackHostTest#namesAnother"),
                attack(
                        "A22",
                        "L6",
                        "a three-byte signing secret is taken",
                        "ingest-gateway dev.rollcall.gateway.verify.SourcesTest#refusesASecretThatIsTooShortToBeOne"),
                attack(
                        "A23",
                        "L7",
                        "records with secrets print them",
                        "system-tests dev.rollcall.system.ArchitectureTest#recordsWithSecretsDoNotPrintThem"));
    }

    @Test
    void everyAttackIsHere() {
        assertThat(attacks().stream().map(Attack::id))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 23)
                        .mapToObj(number -> "A" + number)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void isRepeatedByATest(Attack attack) throws IOException {
        assertThat(attack.tests()).isNotEmpty();
        for (String test : attack.tests()) {
            assertThat(test).as("module, class and method").matches("\\S+ \\S+#\\w+");
            String module = test.substring(0, test.indexOf(' '));
            String[] selected = test.substring(module.length() + 1).split("#", -1);
            Path source =
                    ROOT.resolve(module).resolve("src/test/java").resolve(selected[0].replace('.', '/') + ".java");
            assertThat(source).exists();
            assertThat(whyItDoesNotRun(Files.readString(source), selected[1]))
                    .as(test)
                    .isEmpty();
        }
    }

    /**
     * Reads what stands before the class and before the method, so that no other module has to be on the class path.
     *
     * @return empty when a build runs it
     */
    private static String whyItDoesNotRun(String source, String method) {
        String onClass = before("class \\w+ ", source);
        String onMethod = before("void " + method + "\\(", source);
        if (onClass.isEmpty() || onMethod.isEmpty()) {
            return "not there";
        }
        if (!TEST.matcher(onMethod).find()) {
            return "no test";
        }
        Matcher switchedOff = SWITCHED_OFF.matcher(onClass + onMethod);
        return switchedOff.find() ? switchedOff.group() : "";
    }

    /** From the last empty line, comments aside. */
    private static String before(String declaration, String source) {
        Matcher found = Pattern.compile("(?m)^ *(?:\\w+ )*" + declaration).matcher(source);
        if (!found.find()) {
            return "";
        }
        String above = source.substring(0, found.end());
        return COMMENT.matcher(above.substring(above.lastIndexOf("\n\n"))).replaceAll("");
    }

    @ParameterizedTest
    @CsvSource({
        "'@Test', '', ''",
        "'@ParameterizedTest\n    @MethodSource(\"rows\")', '', ''",
        "'@BeforeEach', '', 'no test'",
        "'/** As {@code @Test} says. */', '', 'no test'",
        "'@Test\n    @Disabled(\"slow\")', '', '@Disabled'",
        "'@Disabled\n    @Test', '', '@Disabled'",
        "'@Test\n    @DisabledOnOs(OS.LINUX)', '', '@DisabledOnOs'",
        "'@Test\n    @org.junit.jupiter.api.Disabled', '', '@org.junit.jupiter.api.Disabled'",
        "'@Test', '@Disabled(\"until it is fast\")', '@Disabled'",
        "'@Test', '@Tag(\"long\")', ''"
    })
    void aTestThatIsSwitchedOffRepeatsNothing(String onMethod, String onClass, String why) {
        String source =
                "import a.B;\n\n/** Some class of @Disabled ones. */\n%s\nclass Some {\n\n    @Test\n    @Disabled\n    void other() {}\n\n    %s\n    void it() {}\n}\n"
                        .formatted(onClass, onMethod);
        assertThat(whyItDoesNotRun(source, "it")).isEqualTo(why);
        assertThat(whyItDoesNotRun(source, "another")).isEqualTo("not there");
    }
}
