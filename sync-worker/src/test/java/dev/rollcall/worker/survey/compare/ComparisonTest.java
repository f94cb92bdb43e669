package dev.rollcall.worker.survey.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.model.event.EntityVersion;
import dev.rollcall.model.event.MessageId;
import dev.rollcall.model.failure.FailureCode;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an object and its row are to each other, and what is published of it. */
class ComparisonTest {

    private static final String USER = "user_1";
    private static final String MEMBERSHIP = "orgmem_1";
    private static final RunId RUN = new RunId(7);
    private static final Ends NONE = owner -> null;

    private final Comparison comparison =
            new Comparison(new ComparisonSettings("ins_1", Set.of(), RUN), () -> Instant.ofEpochMilli(9_999));

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private static ObjectNode user(String more) {
        return json("{'id':'user_1','object':'user','created_at':1000,'updated_at':5000,'first_name':'Ada'"
                + (more.isEmpty() ? "" : "," + more) + "}");
    }

    private static EntityVersion version(long updatedAt) {
        return new EntityVersion(updatedAt, updatedAt + 3, new MessageId("msg_1"));
    }

    /** The row that an object would have become. */
    private StoredRow row(Resource resource, ObjectNode object) {
        Candidate candidate = comparison.read(resource, object);
        return new StoredRow(version(candidate.updatedAtMillis()), 1, Objects.requireNonNull(candidate.row()), null);
    }

    private static StoredRow ended(StoredRow row, String messageId) {
        return new StoredRow(row.version(), row.revision(), row.content(), new StoredEnd(1, messageId));
    }

    private Finding judge(Resource resource, ObjectNode object, @Nullable StoredRow row, Ends ends) {
        return comparison.judge(comparison.read(resource, object), row, ends);
    }

    private Finding users(String here, String atClerk) {
        return judge(Resource.USER, user(atClerk), row(Resource.USER, user(here)), NONE);
    }

    /** The envelope's data. */
    private ObjectNode published(Resource resource, ObjectNode object, @Nullable StoredRow row) {
        Candidate candidate = comparison.read(resource, object);
        Snapshot snapshot = comparison
                .snapshot(candidate, comparison.judge(candidate, row, NONE), row)
                .orElseThrow();
        assertThat(snapshot.messageId()).isEqualTo(RUN.messageId());
        return (ObjectNode) envelope(snapshot).get("data");
    }

    private static JsonNode envelope(Snapshot snapshot) {
        return JsonMapper.shared().readTree(new String(snapshot.envelope(), StandardCharsets.UTF_8));
    }

    // Verdicts, in the order in which they are looked for ---------------------------------------------------------

    @Test
    void whatTheWorkerWouldNotTakeIsUnreadableWhateverItsRowIs() {
        ObjectNode timeless = json("{'id':'user_1','object':'user','first_name':'Ada'}");
        StoredRow erased = ended(row(Resource.USER, user("")), "erase_1");
        assertThat(judge(Resource.USER, timeless, erased, NONE).verdict()).isEqualTo(Verdict.UNREADABLE);
        assertThat(judge(Resource.USER, timeless, null, NONE).code()).isEqualTo(FailureCode.VERSION);
        ObjectNode large = user("'public_metadata':{'a':'" + "x".repeat(Envelopes.LARGEST) + "'}");
        assertThat(judge(Resource.USER, large, null, NONE).verdict()).isEqualTo(Verdict.UNREADABLE);
    }

    @Test
    void erasuresComeBeforeOtherEnds() {
        StoredRow row = row(Resource.USER, user(""));
        assertThat(judge(Resource.USER, user(""), ended(row, "erase_1"), NONE).verdict())
                .isEqualTo(Verdict.ERASED);
        assertThat(judge(Resource.USER, user(""), ended(row, "msg_2"), NONE).verdict())
                .isEqualTo(Verdict.ENDED_BUT_ALIVE);
    }

    private static StoredRow blanked(StoredRow row) {
        EntityVersion version = new EntityVersion(
                row.version().updatedAtMillis(), row.version().eventAtMillis(), new MessageId("~~erase_1"));
        return new StoredRow(version, row.revision(), row.content(), null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        'username':null                                 | 'username':'zoe'                                   | ERASED
        'public_metadata':null                          | 'public_metadata':'zoe@x.y'                        | ERASED
        'public_metadata':{'by':null,'a':1}             | 'public_metadata':{'by':'zoe@x.y','a':1}           | ERASED
        'public_metadata':{'of':[null,2]}               | 'public_metadata':{'of':[{'by':'zoe@x.y'},2]}      | ERASED
        'public_metadata':{'(erased)':1,'a':{'b':null}} | 'public_metadata':{'zoe@x.y':1,'a':{'b':'zoe'}}    | ERASED
        'public_metadata':{'(erased)':1}                | 'public_metadata':{'zoe@x.y':1,'x zoe@x.y':2}      | ERASED
        'new':{'by':null}                               | 'new':{'by':'zoe@x.y'}                             | ERASED
        'username':null,'last_sign_in_at':5000          | 'username':'zoe','last_sign_in_at':6000            | ERASED
        'username':'zoe'                                | 'username':'zoe'                                   | EQUAL
        'username':'zoe'                                | 'username':null                                    | DIFFERENT
        'username':null,'banned':false                  | 'username':'zoe','banned':true                     | DIFFERENT
        'public_metadata':{'by':null,'a':1}             | 'public_metadata':{'by':'zoe@x.y','a':2}           | DIFFERENT
        'public_metadata':{'by':null}                   | 'public_metadata':{'by':'zoe@x.y','a':2}           | DIFFERENT
        'public_metadata':{'(erased)':1,'a':1}          | 'public_metadata':{'zoe@x.y':1,'a':2}              | DIFFERENT
        'public_metadata':{'(erased)':1,'a':1}          | 'public_metadata':{'zoe@x.y':1,'b':1}              | DIFFERENT
        'public_metadata':{'(erased)':1,'a':1}          | 'public_metadata':{'a':1}                          | DIFFERENT
        'public_metadata':{'of':[null]}                 | 'public_metadata':{'of':['zoe@x.y',2]}             | DIFFERENT
        """)
    void whatAnErasureBlankedIsNoDifference(String here, String atClerk, Verdict verdict) {
        StoredRow row = row(Resource.USER, user(here));
        assertNotMended(user(atClerk), blanked(row), NONE, verdict);
        if (verdict != Verdict.EQUAL) {
            assertThat(judge(Resource.USER, user(atClerk), row, NONE).verdict())
                    .as("of a row that no erasure wrote")
                    .isEqualTo(Verdict.DIFFERENT);
        }
    }

    @Test
    void whatClerkChangesLaterBringsABlankedValueAgain() {
        StoredRow row = blanked(row(Resource.USER, user("'username':null")));
        ObjectNode later = user("'username':'zoe'").put("updated_at", 6000);
        assertThat(judge(Resource.USER, later, row, NONE).verdict()).isEqualTo(Verdict.STALE);
        assertThat(published(Resource.USER, later, row).get("username").stringValue())
                .isEqualTo("zoe");
    }

    @Test
    void whatAnEndedOwnerHasTakesItsVerdictAndIsNeverPublished() {
        ObjectNode membership =
                json("{'id':'orgmem_1','object':'organization_membership','created_at':1,'updated_at':2,"
                        + "'role':'org:admin','organization':{'id':'org_1'},'public_user_data':{'user_id':'user_1'}}");
        Ends organization =
                owner -> owner.equals(new Owner(Resource.ORGANIZATION, "org_1")) ? new StoredEnd(1, "msg_1") : null;
        Ends both = owner -> new StoredEnd(1, owner.resource() == Resource.USER ? "erase_1" : "msg_1");
        for (StoredRow row : new @Nullable StoredRow[] {null, row(Resource.ORGANIZATION_MEMBERSHIP, membership)}) {
            Finding under = judge(Resource.ORGANIZATION_MEMBERSHIP, membership, row, organization);
            assertThat(under.verdict()).isEqualTo(Verdict.ENDED_BUT_ALIVE);
            assertThat(under.underOwner()).isTrue();
            assertThat(under.verdict().isPublished()).isFalse();
            assertThat(judge(Resource.ORGANIZATION_MEMBERSHIP, membership, row, both)
                            .verdict())
                    .as("an erasure comes before any other end")
                    .isEqualTo(Verdict.ERASED);
        }
    }

    @Test
    void anErasureOfOneOwnerCountsWhateverBecomesOfTheOther() {
        Ends both = owner -> new StoredEnd(1, owner.resource() == Resource.ORGANIZATION ? "erase_1" : "msg_1");
        ObjectNode membership =
                json("{'id':'orgmem_1','object':'organization_membership','created_at':1,'updated_at':2,"
                        + "'role':'org:admin','organization':{'id':'org_1'},'public_user_data':{'user_id':'user_1'}}");
        assertThat(judge(Resource.ORGANIZATION_MEMBERSHIP, membership, null, both)
                        .verdict())
                .isEqualTo(Verdict.ERASED);
    }

    @Test
    void anOwnerThatOnlyTheRowKnowsCounts() {
        String invitation =
                "{'id':'orginv_1','object':'organization_invitation','created_at':1,'updated_at':2,'status':'pending'%s}";
        StoredRow row = row(Resource.ORGANIZATION_INVITATION, json(invitation.formatted(",'organization_id':'org_1'")));
        Ends organization =
                owner -> owner.equals(new Owner(Resource.ORGANIZATION, "org_1")) ? new StoredEnd(1, "msg_1") : null;
        ObjectNode unowned = json(invitation.formatted(""));
        assertThat(judge(Resource.ORGANIZATION_INVITATION, unowned, row, organization)
                        .verdict())
                .isEqualTo(Verdict.ENDED_BUT_ALIVE);
        assertThat(judge(Resource.ORGANIZATION_INVITATION, unowned, null, organization)
                        .verdict())
                .isEqualTo(Verdict.MISSING);
    }

    @Test
    void anEndOfItsOwnIsNotOneOfItsOwners() {
        Finding own = judge(Resource.USER, user(""), ended(row(Resource.USER, user("")), "msg_2"), NONE);
        assertThat(own.underOwner()).isFalse();
    }

    /** As many as a delivery of the gateway's has bytes. */
    @Test
    void anObjectOfExactlyTheLargestEnvelopeIsRead() {
        Candidate small = comparison.read(Resource.USER, user("'public_metadata':{'a':''}"));
        int room = Envelopes.LARGEST
                - comparison
                        .snapshot(small, comparison.judge(small, null, NONE), null)
                        .orElseThrow()
                        .envelope()
                        .length;
        for (int more : List.of(0, 1)) {
            ObjectNode object = user("'public_metadata':{'a':'" + "x".repeat(room + more) + "'}");
            assertThat(judge(Resource.USER, object, null, NONE).verdict())
                    .isEqualTo(more == 0 ? Verdict.MISSING : Verdict.UNREADABLE);
        }
    }

    @Test
    void whatIsNestedTooDeepToBeWrittenIsUnreadable() {
        ObjectNode deep = user("");
        ObjectNode inner = deep.putObject("public_metadata");
        for (int depth = 0; depth < 2_000; depth++) {
            inner = inner.putObject("a");
        }
        Finding finding = judge(Resource.USER, deep, null, NONE);
        assertThat(finding.verdict()).isEqualTo(Verdict.UNREADABLE);
        assertThat(finding.code()).isEqualTo(FailureCode.JSON);
    }

    @Test
    void withoutARowOrWithAPlaceholderItIsMissing() {
        assertThat(judge(Resource.USER, user(""), null, NONE).verdict()).isEqualTo(Verdict.MISSING);
        StoredRow row = row(Resource.USER, user(""));
        StoredRow placeholder = new StoredRow(row.version(), 0, row.content(), null);
        assertThat(judge(Resource.USER, user(""), placeholder, NONE).verdict()).isEqualTo(Verdict.MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "last_sign_in_at, 6000, 5000, ACTIVITY_ONLY",
        "last_active_at, 6000, 5000, ACTIVITY_ONLY",
        "last_sign_in_at, 6000, 6000, ACTIVITY_ONLY",
        "banned, true, 6000, STALE",
        "banned, true, 5000, DIFFERENT",
        "banned, true, 4000, AHEAD",
        "lockout_expires_in_seconds, 17, 5000, EQUAL",
        "verification_attempts_remaining, 2, 5000, EQUAL"
    })
    void whatAColumnSays(String column, String value, long updatedAt, Verdict verdict) {
        ObjectNode now = user("'" + column + "':" + value);
        now.put("updated_at", updatedAt);
        assertThat(judge(Resource.USER, now, row(Resource.USER, user("'" + column + "':null")), NONE)
                        .verdict())
                .isEqualTo(verdict);
    }

    @Test
    void anEqualCopyIsEqual() {
        assertThat(users("", "").verdict()).isEqualTo(Verdict.EQUAL);
    }

    // Columns --------------------------------------------------------------------------------------------------

    @Test
    void anAbsentKeySaysNothingAndNullSaysNull() {
        assertThat(users("'username':'ada'", "").verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(users("'username':'ada'", "'username':null").columns()).containsExactly("username");
        assertThat(users("'username':null", "'username':null").verdict()).isEqualTo(Verdict.EQUAL);
    }

    @Test
    void jsonAndNumbersCompareByValue() {
        assertThat(users("'public_metadata':{'a':1,'b':[1,2]}", "'public_metadata':{'b':[1.0,2],'a':1.00}")
                        .verdict())
                .isEqualTo(Verdict.EQUAL);
        assertThat(users("'public_metadata':{'a':1}", "'public_metadata':{'a':1,'b':null}")
                        .columns())
                .containsExactly("public_metadata");
        assertThat(users("'public_metadata':{'a':[1,2]}", "'public_metadata':{'a':[2,1]}")
                        .columns())
                .containsExactly("public_metadata");
    }

    @Test
    void jsonOfAnyKindIsComparedToItsLastElement() {
        for (String value : List.of("[1,'a',true,null,{}]", "'text'", "true", "1.50", "[[1],[2]]", "[]", "{}")) {
            String one = "'public_metadata':{'in':" + value + "}";
            assertThat(users(one, "'public_metadata':{ 'in' : " + value + " }").verdict())
                    .as(value)
                    .isEqualTo(Verdict.EQUAL);
            for (String other :
                    List.of("[1,'a',true,null,[]]", "'other'", "false", "1.51", "[[1],[3]]", "[0]", "null")) {
                assertThat(users(one, "'public_metadata':{'in':" + other + "}").verdict())
                        .as("%s and %s", value, other)
                        .isEqualTo(Verdict.DIFFERENT);
            }
        }
    }

    @Test
    void jsonDiffersFromOtherKeysAndFromNothing() {
        String one = "'public_metadata':{'a':1}";
        assertThat(users(one, one).verdict()).isEqualTo(Verdict.EQUAL);
        for (String other : List.of(
                "'public_metadata':{'b':1}",
                "'public_metadata':null",
                "'public_metadata':[1]",
                "'public_metadata':1")) {
            assertThat(users(one, other).columns()).as(other).containsExactly("public_metadata");
            assertThat(users(other, one).columns()).as(other).containsExactly("public_metadata");
        }
    }

    /** Webhooks name it by the old name, the API by the new one. */
    @Test
    void aDomainsVerificationIsComparedUnderItsFormerName() {
        String domain = "{'id':'orgdmn_1','object':'organization_domain','created_at':1,'updated_at':5000,"
                + "'organization_id':'org_1','name':'x.y',%s}";
        String verified = "{'status':'verified'}";
        ObjectNode there = json(domain.formatted("'affiliation_verification':" + verified));
        Map<String, Verdict> rows = Map.of(
                "'verification':" + verified,
                Verdict.EQUAL,
                "'verification':{'status':'expired'}",
                Verdict.DIFFERENT,
                "'verification':null",
                Verdict.DIFFERENT,
                "'affiliation_verification':" + verified,
                Verdict.EQUAL,
                "'affiliation_verification':{'status':'expired'},'verification':" + verified,
                Verdict.DIFFERENT);
        rows.forEach((here, verdict) -> {
            StoredRow row = row(Resource.ORGANIZATION_DOMAIN, json(domain.formatted(here)));
            assertThat(judge(Resource.ORGANIZATION_DOMAIN, there, row, NONE).verdict())
                    .as(here)
                    .isEqualTo(verdict);
        });
    }

    @Test
    void extraComparesOnlyWhatBothHave() {
        assertThat(users("'new_of_webhooks':1,'both':2", "'new_of_the_api':1,'both':2.0")
                        .verdict())
                .isEqualTo(Verdict.EQUAL);
        assertThat(users("'both':2", "'both':3").columns()).containsExactly("extra");
    }

    @Test
    void childrenAreMatchedById() {
        String one = "{'id':'idn_1','email_address':'a@x.y'}";
        String two = "{'id':'idn_2','email_address':'b@x.y'}";
        String changed = "{'id':'idn_2','email_address':'c@x.y'}";
        assertThat(users(emails(one, two), emails(two, one)).verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(users(emails(one, two), emails(one)).columns()).containsExactly("email_addresses");
        assertThat(users(emails(one), emails(one, two)).columns()).containsExactly("email_addresses");
        assertThat(users(emails(one, two), emails(one, changed)).columns())
                .containsExactly("email_addresses.email_address");
        assertThat(users(emails(one), "").verdict())
                .as("an absent array says nothing")
                .isEqualTo(Verdict.EQUAL);
    }

    private static String emails(String... emails) {
        return "'email_addresses':[" + String.join(",", emails) + "]";
    }

    @Test
    void aColumnThatTheWorkerLeavesOutIsNeitherComparedNorPublished() {
        Comparison without = new Comparison(
                new ComparisonSettings("ins_1", Set.of("private_metadata"), RUN), () -> Instant.ofEpochMilli(9_999));
        Candidate candidate = without.read(Resource.USER, user("'private_metadata':{'secret':1},'banned':true"));
        StoredRow row = row(Resource.USER, user("'banned':false"));
        Finding finding = without.judge(candidate, row, NONE);
        assertThat(finding.columns()).containsExactly("banned");
        assertThat(envelope(without.snapshot(candidate, finding, row).orElseThrow())
                        .toString())
                .doesNotContain("secret");
        assertThat(envelope(without.snapshot(candidate, without.judge(candidate, null, NONE), null)
                                .orElseThrow())
                        .toString())
                .as("of a row that is missing, too")
                .contains("banned")
                .doesNotContain("secret");
    }

    // Snapshots ------------------------------------------------------------------------------------------------

    @Test
    void aSnapshotBeatsExactlyTheRowThatItWasComparedWith() {
        StoredRow row = row(Resource.USER, user("'banned':false"));
        Map<Verdict, ObjectNode> objects = Map.of(
                Verdict.DIFFERENT, user("'banned':true"),
                Verdict.STALE, user("'banned':true").put("updated_at", 6000));
        objects.forEach((verdict, object) -> {
            Candidate candidate = comparison.read(Resource.USER, object);
            Finding finding = comparison.judge(candidate, row, NONE);
            assertThat(finding.verdict()).isEqualTo(verdict);
            JsonNode envelope =
                    envelope(comparison.snapshot(candidate, finding, row).orElseThrow());
            assertThat(envelope.get("type").stringValue()).isEqualTo("user.updated");
            assertThat(envelope.has("timestamp")).isEqualTo(verdict == Verdict.DIFFERENT);
        });
        EntityVersion same = new EntityVersion(5000, row.version().eventAtMillis(), RUN.messageId());
        assertThat(same.isNewerThan(row.version())).isTrue();
        assertThat(new EntityVersion(5000, row.version().eventAtMillis() + 1, new MessageId("msg_0")).isNewerThan(same))
                .as("a webhook of the same state that comes later")
                .isTrue();
        assertThat(new RunId(8).messageId().value())
                .isGreaterThan(RUN.messageId().value());
    }

    @Test
    void aMissingOneIsCreatedAndAnOlderOneIsNotPublished() {
        Candidate candidate = comparison.read(Resource.USER, user(""));
        Finding missing = comparison.judge(candidate, null, NONE);
        JsonNode envelope =
                envelope(comparison.snapshot(candidate, missing, null).orElseThrow());
        assertThat(envelope.get("type").stringValue()).isEqualTo("user.created");
        assertThat(envelope.has("timestamp")).isFalse();

        StoredRow newer = row(Resource.USER, user("'banned':true").put("updated_at", 7000));
        Finding ahead = comparison.judge(candidate, newer, NONE);
        assertThat(comparison.snapshot(candidate, ahead, newer)).isEmpty();
    }

    private void assertNotMended(ObjectNode object, @Nullable StoredRow row, Ends ends, Verdict verdict) {
        Candidate candidate = comparison.read(Resource.USER, object);
        Finding finding = comparison.judge(candidate, row, ends);
        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(comparison.snapshot(candidate, finding, row))
                .as("%s", verdict)
                .isEmpty();
        assertThat(comparison.refusal(candidate, finding, row))
                .as("%s", verdict)
                .isEmpty();
    }

    @Test
    void whatIsNotToBeMendedIsNotPublished() {
        StoredRow row = row(Resource.USER, user(""));
        assertNotMended(user(""), row, NONE, Verdict.EQUAL);
        assertNotMended(user(""), ended(row, "msg_1"), NONE, Verdict.ENDED_BUT_ALIVE);
        assertNotMended(user(""), ended(row, "erase_1"), NONE, Verdict.ERASED);
        assertNotMended(json("{'id':'user_1','object':'user'}"), row, NONE, Verdict.UNREADABLE);
    }

    @Test
    void aRefetchPublishesWhatActivityAloneHasMoved() {
        ObjectNode active = user("'last_active_at':6000");
        StoredRow row = row(Resource.USER, user("'last_active_at':5000"));
        assertThat(published(Resource.USER, active, row).get("last_active_at").longValue())
                .isEqualTo(6000);
    }

    private void assertRefused(ObjectNode object, StoredRow row, FailureCode code) {
        Candidate candidate = comparison.read(Resource.USER, object);
        Finding finding = comparison.judge(candidate, row, NONE);
        assertThat(finding.verdict().isPublished()).isTrue();
        assertThat(comparison.snapshot(candidate, finding, row)).isEmpty();
        assertThat(comparison.refusal(candidate, finding, row)).contains(code);
    }

    @Test
    void whatTheWorkerWouldNotTakeIsNotPublishedAndSaysWhy() {
        String half = "{'a':'" + "x".repeat(Envelopes.LARGEST / 2) + "'}";
        assertRefused(
                user("'banned':true,'public_metadata':" + half),
                row(Resource.USER, user("'unsafe_metadata':" + half)),
                FailureCode.SHAPE);
        // A time that no row is mended to: more than a day after now.
        StoredRow row = row(Resource.USER, user("'banned':false"));
        StoredRow future = new StoredRow(
                new EntityVersion(5000, 9_999 + 86_400_001, new MessageId("msg_1")), 1, row.content(), null);
        assertRefused(user("'banned':true"), future, FailureCode.VERSION);
    }

    @Test
    void whatWouldNotBeatTheRowIsNotPublished() {
        StoredRow row = row(Resource.USER, user("'banned':false"));
        for (String messageId :
                List.of(RUN.messageId().value(), new RunId(8).messageId().value())) {
            EntityVersion version = new EntityVersion(5000, row.version().eventAtMillis(), new MessageId(messageId));
            assertNotMended(
                    user("'banned':true"), new StoredRow(version, 1, row.content(), null), NONE, Verdict.DIFFERENT);
        }
    }

    /** The time that the row alone has would order the snapshot, and it would never win. */
    @Test
    void whatCarriesTheRowsOwnTimeIsNotPublished() {
        ObjectNode timed = json("{'id':'user_1','object':'user','created_at':1000,'updated_at':4000}");
        ObjectNode timeless = json("{'id':'user_1','object':'user','created_at':5000,'banned':true}");
        assertRefused(timeless, row(Resource.USER, timed), FailureCode.VERSION);
    }

    @Test
    void whatTheWorkerTakesIsNotRefused() {
        StoredRow row = row(Resource.USER, user("'banned':false"));
        Candidate candidate = comparison.read(Resource.USER, user("'banned':true"));
        assertThat(comparison.refusal(candidate, comparison.judge(candidate, row, NONE), row))
                .isEmpty();
    }

    @Test
    void whatTheObjectDoesNotMentionIsCarriedOver() {
        ObjectNode here = user("'username':'ada','of_webhooks':[1],"
                + emails("{'id':'idn_1','email_address':'a@x.y','reserved':true,'of_webhooks':2}"));
        ObjectNode there = user("'banned':true,'of_the_api':{'b':1},"
                + emails("{'id':'idn_1','email_address':'n@x.y'}", "{'id':'idn_2','email_address':'m@x.y'}"));
        ObjectNode published = published(Resource.USER, there, row(Resource.USER, here));
        assertThat(published.get("username").stringValue()).isEqualTo("ada");
        assertThat(published.get("of_webhooks").toString()).isEqualTo("[1]");
        assertThat(published.get("of_the_api").toString()).isEqualTo("{\"b\":1}");
        assertThat(published.get("email_addresses").size()).isEqualTo(2);
        JsonNode first = published.get("email_addresses").get(0);
        assertThat(first.get("email_address").stringValue()).isEqualTo("n@x.y");
        assertThat(first.get("of_webhooks").intValue()).isEqualTo(2);
    }

    @Test
    void whatTheObjectMentionsIsAsClerkSaysWhateverTheRowHas() {
        ObjectNode here = user("'username':'ada','both':1,'locale':'de','public_metadata':{'old':1}");
        ObjectNode there = user("'banned':true,'both':2,'locale':null,'public_metadata':{'new':1}");
        ObjectNode published = published(Resource.USER, there, row(Resource.USER, here));
        assertThat(published.get("both").intValue()).isEqualTo(2);
        assertThat(published.get("locale").isNull()).isTrue();
        assertThat(published.get("public_metadata").toString()).isEqualTo("{\"new\":1}");
    }

    @Test
    void partsThatTheObjectDoesNotMentionAreCarriedOverWithAllThatTheyHave() {
        ObjectNode here = user("'banned':false,"
                + emails("{'id':'idn_1','email_address':'a@x.y','reserved':true,'created_at':7,"
                        + "'verification':{'status':'verified'},'of_webhooks':2}"));
        ObjectNode published = published(Resource.USER, user("'banned':true"), row(Resource.USER, here));
        assertThat(published.get("email_addresses").size()).isEqualTo(1);
        assertThat(published.get("email_addresses").get(0))
                .isEqualTo(json("{'id':'idn_1','email_address':'a@x.y','reserved':true,"
                        + "'verification':{'status':'verified'},'created_at':7,'of_webhooks':2}"));
        assertThat(published.has("phone_numbers")).as("none are carried over").isFalse();
        ObjectNode none =
                published(Resource.USER, user("'banned':true,'email_addresses':[]"), row(Resource.USER, here));
        assertThat(none.get("email_addresses").size())
                .as("an empty list says that there are none")
                .isZero();
    }

    /** An owner's id may stand inside an embedded object, and must not be said twice. */
    @Test
    void anIdThatAnEmbeddedObjectSaysIsNotCarriedOverBesideIt() {
        String membership = "{'id':'orgmem_1','object':'organization_membership','created_at':1,'updated_at':5000,"
                + "'role':'%s','organization':{'id':'org_1'},'public_user_data':{'user_id':'user_1'}}";
        ObjectNode published = published(
                Resource.ORGANIZATION_MEMBERSHIP,
                json(membership.formatted("org:admin")),
                row(Resource.ORGANIZATION_MEMBERSHIP, json(membership.formatted("org:member"))));
        assertThat(published.has("organization_id")).isFalse();
        assertThat(published.has("user_id")).isFalse();
    }

    /** A row from before the setting may have it still. */
    @Test
    void whatIsLeftOutNowIsNotCarriedOverFromARowThatHasIt() {
        Comparison without = new Comparison(
                new ComparisonSettings("ins_1", Set.of("private_metadata"), RUN), () -> Instant.ofEpochMilli(9_999));
        StoredRow row = row(Resource.USER, user("'banned':false,'private_metadata':{'secret':1}"));
        Candidate candidate = without.read(Resource.USER, user("'banned':true"));
        assertThat(envelope(without.snapshot(candidate, without.judge(candidate, row, NONE), row)
                                .orElseThrow())
                        .toString())
                .contains("banned")
                .doesNotContain("secret");
    }

    @Test
    void whatOnlyAWebhookKnowsIsKeptAndWhatOnlyTheApiKnowsIsLeftOut() {
        String invitation = "{'id':'orginv_1','object':'organization_invitation','created_at':1,'updated_at':5000,"
                + "'organization_id':'org_1','email_address':'a@x.y','status':%s}";
        ObjectNode here = json(invitation.formatted("'accepted','user_id':'user_9'"));
        ObjectNode there = json(invitation.formatted("'revoked'"));
        StoredRow row = row(Resource.ORGANIZATION_INVITATION, here);
        assertThat(judge(Resource.ORGANIZATION_INVITATION, there, row, NONE).columns())
                .containsExactly("status");
        assertThat(published(Resource.ORGANIZATION_INVITATION, there, row)
                        .get("user_id")
                        .stringValue())
                .isEqualTo("user_9");

        ObjectNode membership =
                json("{'id':'orgmem_1','object':'organization_membership','created_at':1,'updated_at':2,"
                        + "'role':'org:admin','private_metadata':{'hidden':1},'organization':{'id':'org_1'},"
                        + "'public_user_data':{'user_id':'user_1','first_name':'Ada'}}");
        String published =
                published(Resource.ORGANIZATION_MEMBERSHIP, membership, null).toString();
        assertThat(published).contains(MEMBERSHIP, USER).doesNotContain("hidden", "Ada");
    }

    /** Every column of every table, with a value that only Clerk has. */
    @Test
    void everyComparedColumnIsCompared() {
        for (Resource resource : Resource.values()) {
            Table table = Table.ofResource(resource);
            List<String> unnoticed = new ArrayList<>();
            for (int index = 0; index < table.columns().size(); index++) {
                String column = table.columns().get(index).name();
                ColumnKind kind = ColumnRule.kindOf(resource, column);
                @Nullable Object[] said = new @Nullable Object[table.columns().size()];
                said[index] = switch (table.columns().get(index).type()) {
                    case TEXT, IDS -> "x";
                    case BOOLEAN -> true;
                    case BIGINT, TIMESTAMP -> 17L;
                    case JSON -> "{\"a\":1}";
                };
                @Nullable Object[] stored = new @Nullable Object[said.length];
                if (column.equals("extra")) {
                    stored[index] = "{\"a\":2}";
                }
                List<List<Row>> children = new ArrayList<>();
                table.children().forEach(child -> children.add(List.of()));
                Row saidRow = new Row(said, children);
                // What it became is given apart.
                Candidate candidate =
                        new Candidate(resource, "x", JsonMapper.shared().createObjectNode(), FailureCode.UNDECODABLE);
                boolean noticed = RowDifference.of(candidate, saidRow, new Row(stored, children), Set.of())
                        .contains(column);
                if (noticed != (kind == ColumnKind.COMPARED || kind == ColumnKind.ACTIVITY)) {
                    unnoticed.add(column);
                }
            }
            assertThat(unnoticed).as("%s", resource).isEmpty();
        }
    }
}
