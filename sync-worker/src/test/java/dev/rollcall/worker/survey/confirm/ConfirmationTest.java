package dev.rollcall.worker.survey.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.survey.FakeClerk;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiException.Kind;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;
import dev.rollcall.worker.survey.api.Asked;
import dev.rollcall.worker.survey.api.ClerkAnswers;
import dev.rollcall.worker.survey.compare.RunId;
import dev.rollcall.worker.survey.compare.Snapshot;
import dev.rollcall.worker.survey.confirm.Canaries.Canary;
import dev.rollcall.worker.survey.confirm.EndCap.TableEnds;
import dev.rollcall.worker.survey.confirm.EndPlan.Word;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Each rule of ending extras, named by its letter: taken away, its test ends what lives. */
class ConfirmationTest {

    private static final long START = 1_000_000_000_000L;
    private static final long GRACE = Duration.ofMinutes(2).toMillis();
    private static final long OLD = START - Duration.ofDays(1).toMillis();

    private final FakeClerk clerk = new FakeClerk();
    private final List<Canary> userCanaries = new ArrayList<>(List.of(canary("user_canary", null, null)));
    private final List<Canary> memberCanaries =
            new ArrayList<>(List.of(canary("orgmem_canary", "org_1", "user_canary")));
    private long now = START;

    @BeforeEach
    void world() {
        object(Resource.ORGANIZATION, "org_1");
        object(Resource.ORGANIZATION, "org_canary");
        object(Resource.USER, "user_canary");
        object(Resource.USER, "user_alive");
        object(Resource.ROLE, "role_canary");
        object(Resource.ROLE, "role_alive");
        membership("orgmem_canary", "org_1", "user_canary");
        membership("orgmem_alive", "org_1", "user_alive");
        object(Resource.PERMISSION, "perm_canary");
        object(Resource.PERMISSION, "perm_alive");
        domain("orgdmn_canary");
        domain("orgdmn_alive");
        object(Resource.WAITLIST_ENTRY, "wl_canary");
        object(Resource.WAITLIST_ENTRY, "wl_alive");
        clerk.now = START;
    }

    private void object(Resource resource, String id) {
        clerk.put(resource, JsonMapper.shared().createObjectNode().put("id", id).put("created_at", 1));
    }

    private void membership(String id, String organization, String user) {
        ObjectNode object = JsonMapper.shared().createObjectNode().put("id", id).put("created_at", 1);
        object.putObject("organization").put("id", organization);
        object.putObject("public_user_data").put("user_id", user);
        clerk.put(Resource.ORGANIZATION_MEMBERSHIP, object);
    }

    private void domain(String id) {
        clerk.put(
                Resource.ORGANIZATION_DOMAIN,
                JsonMapper.shared()
                        .createObjectNode()
                        .put("id", id)
                        .put("organization_id", "org_1")
                        .put("created_at", 1));
    }

    private static Owners owners(@Nullable String organization, @Nullable String user) {
        return Owners.inColumns(
                Table.ofResource(Resource.ORGANIZATION_MEMBERSHIP).owners(),
                column -> column.owner() == Resource.USER ? user : organization);
    }

    private static Canary canary(String id, @Nullable String organization, @Nullable String user) {
        return new Canary(id, owners(organization, user));
    }

    private static Absentee user(String id) {
        return new Absentee(Resource.USER, id, Owners.NONE, true, 1, OLD, null, null);
    }

    /** A role has an address, and no filter that would show it. */
    private static Absentee role(String id) {
        return new Absentee(Resource.ROLE, id, Owners.NONE, true, 1, OLD, null, null);
    }

    private static Absentee member(String id, String organization, String user) {
        return new Absentee(Resource.ORGANIZATION_MEMBERSHIP, id, owners(organization, user), true, 1, OLD, null, null);
    }

    private List<Canary> canaries(Resource resource, @Nullable String organization) {
        return switch (resource) {
            case USER -> userCanaries;
            case ORGANIZATION -> List.of(canary("org_canary", null, null));
            case ORGANIZATION_MEMBERSHIP -> memberCanaries;
            case ROLE -> List.of(canary("role_canary", null, null));
            case PERMISSION -> List.of(canary("perm_canary", null, null));
            case ORGANIZATION_DOMAIN -> List.of(canary("orgdmn_canary", "org_1", null));
            case WAITLIST_ENTRY -> List.of(canary("wl_canary", null, null));
            default -> List.of();
        };
    }

    private Confirmation confirmation() {
        return new Confirmation(clerk, this::canaries, "ins_1", START, GRACE, () -> Instant.ofEpochMilli(now));
    }

    /** Two rounds, far enough apart. */
    private List<String> extras(Absentee... absentees) throws Exception {
        Confirmation confirmation = confirmation();
        List<Absentee> once = confirmation.round(List.of(absentees));
        now += Confirmation.APART.toMillis();
        return ids(confirmation.extras(confirmation.round(once)));
    }

    private static List<String> ids(List<Absentee> absentees) {
        return absentees.stream().map(Absentee::id).toList();
    }

    @Test
    void whatIsGoneIsAnExtra() throws Exception {
        assertThat(extras(user("user_gone"), user("user_alive"))).containsExactly("user_gone");
        assertThat(extras(member("orgmem_gone", "org_1", "user_alive"), member("orgmem_alive", "org_1", "user_alive")))
                .containsExactly("orgmem_gone");
    }

    private static Absentee absentee(Resource resource, String id) {
        return new Absentee(
                resource,
                id,
                resource == Resource.ORGANIZATION_DOMAIN ? owners("org_1", null) : Owners.NONE,
                true,
                1,
                OLD,
                null,
                null);
    }

    @Test
    void whatIsGoneIsAnExtraInEveryTableThatCanBeAskedFor() throws Exception {
        Map<Resource, String> prefixes = Map.of(
                Resource.ORGANIZATION, "org",
                Resource.ROLE, "role",
                Resource.PERMISSION, "perm",
                Resource.ORGANIZATION_DOMAIN, "orgdmn",
                Resource.WAITLIST_ENTRY, "wl");
        object(Resource.ORGANIZATION, "org_alive");
        for (Map.Entry<Resource, String> each : prefixes.entrySet()) {
            String prefix = each.getValue();
            assertThat(extras(absentee(each.getKey(), prefix + "_gone"), absentee(each.getKey(), prefix + "_alive")))
                    .as("%s", each.getKey())
                    .containsExactly(prefix + "_gone");
            clerk.end(prefix + "_canary");
            assertThat(extras(absentee(each.getKey(), prefix + "_gone")))
                    .as("%s without a canary", each.getKey())
                    .isEmpty();
        }
    }

    @Test
    void dTheNextCanaryCountsWhereTheFirstIsGone() throws Exception {
        userCanaries.addFirst(canary("user_gone_too", null, null));
        assertThat(extras(user("user_gone"))).containsExactly("user_gone");
    }

    @Test
    void dACanaryStandsForAHundredAndNoMore() throws Exception {
        List<Absentee> gone = new ArrayList<>();
        for (int number = 0; number < 2 * Confirmation.BLOCK; number++) {
            gone.add(user("user_gone" + number));
        }
        // The canary goes while the second hundred is asked for.
        long asked = clerk.requests + Confirmation.BLOCK + 12;
        clerk.between(() -> {
            if (clerk.requests == asked) {
                clerk.end("user_canary");
            }
        });
        List<Absentee> after = confirmation().round(gone);
        assertThat(ids(after)).isEqualTo(ids(gone));
        assertThat(ids(after.stream()
                        .filter(absentee -> absentee.firstConfirmedAtMillis() != null)
                        .toList()))
                .isEqualTo(ids(gone.subList(0, Confirmation.BLOCK)));
    }

    @Test
    void cAMemberWhoseUserNobodyKnowsCannotBeAskedFor() throws Exception {
        Absentee unknown = new Absentee(
                Resource.ORGANIZATION_MEMBERSHIP, "orgmem_gone", owners("org_1", null), true, 1, OLD, null, null);
        assertThat(extras(unknown)).isEmpty();
        Absentee nowhere = new Absentee(
                Resource.ORGANIZATION_MEMBERSHIP, "orgmem_gone", owners(null, "user_alive"), true, 1, OLD, null, null);
        assertThat(extras(nowhere)).isEmpty();
    }

    /** Whatever is asked for, at whichever question. */
    @Test
    void eARoundThatClerkRefusesToAnswerEndsWithTheRefusal() throws Exception {
        List<Absentee> absentees =
                List.of(user("user_gone"), role("role_gone"), member("orgmem_gone", "org_gone", "user_alive"));
        confirmation().round(absentees);
        long questions = clerk.requests;
        assertThat(questions).isGreaterThan(20);
        for (long question = 1; question <= questions; question++) {
            long failing = question;
            for (Kind kind : List.of(Kind.KEY_REFUSED, Kind.EXHAUSTED, Kind.CROWDED)) {
                assertThatThrownBy(() -> refusedAt(absentees, failing, kind))
                        .as("request %d", failing)
                        .isInstanceOfSatisfying(
                                ApiException.class,
                                refused -> assertThat(refused.kind()).isEqualTo(kind));
            }
            for (Kind kind : List.of(Kind.UNAVAILABLE, Kind.MALFORMED)) {
                assertThat(refusedAt(absentees, failing, kind)).hasSize(absentees.size());
            }
        }
    }

    /** A round of which no question is answered from that one on. */
    private List<Absentee> refusedAt(List<Absentee> absentees, long failing, Kind kind) throws Exception {
        long[] asked = {0};
        ClerkAnswers refusing = new ClerkAnswers() {
            @Override
            public JsonNode object(ApiQuery query) throws ApiException {
                count();
                return clerk.object(query);
            }

            @Override
            public ApiPage page(ApiQuery query) throws ApiException {
                count();
                return clerk.page(query);
            }

            private void count() throws ApiException {
                if (++asked[0] >= failing) {
                    throw new ApiException(kind, "refused");
                }
            }
        };
        return new Confirmation(refusing, this::canaries, "ins_1", START, GRACE, () -> Instant.ofEpochMilli(now))
                .round(absentees);
    }

    @Test
    void bWhatIsAnExtraIsNotAskedForAThirdTime() throws Exception {
        Absentee twice = user("user_gone").confirmed(START, START + Confirmation.APART.toMillis());
        now += 2 * Confirmation.APART.toMillis();
        object(Resource.USER, "user_gone");
        assertThat(confirmation().round(List.of(twice))).containsExactly(twice);
    }

    @Test
    void aEndedRowsPlaceholdersAndYoungRowsAreLeftAlone() throws Exception {
        assertThat(extras(
                        new Absentee(Resource.USER, "user_ended", Owners.NONE, false, 2, OLD, null, null),
                        new Absentee(Resource.USER, "user_placeholder", Owners.NONE, true, 0, OLD, null, null),
                        new Absentee(Resource.USER, "user_young", Owners.NONE, true, 1, START - GRACE, null, null)))
                .isEmpty();
    }

    @Test
    void aAndBARowThatMayNotEndIsNoExtraHoweverOftenItWasFoundGone() {
        long apart = Confirmation.APART.toMillis();
        Absentee ended = new Absentee(Resource.USER, "user_ended", Owners.NONE, false, 2, OLD, null, null);
        Absentee invited =
                new Absentee(Resource.ORGANIZATION_INVITATION, "orginv_gone", Owners.NONE, true, 1, OLD, null, null);
        assertThat(confirmation()
                        .extras(List.of(
                                user("user_too_soon").confirmed(START, START + apart - 1),
                                user("user_never_first").confirmed(null, START + apart),
                                ended.confirmed(START, START + apart),
                                invited.confirmed(START, START + apart),
                                user("user_gone").confirmed(START, START + apart))))
                .containsExactly(user("user_gone").confirmed(START, START + apart));
    }

    /** How many of the absentees one round finds gone. */
    private long goneAtOnce(Absentee... absentees) throws Exception {
        return confirmation().round(List.of(absentees)).stream()
                .filter(absentee -> absentee.firstConfirmedAtMillis() != null)
                .count();
    }

    @Test
    void dTheInstanceIsLookedAtBeforeAndAfter() throws Exception {
        assertThat(goneAtOnce(user("user_gone"))).isOne();
        long last = clerk.requests;
        for (long other : List.of(1L, last)) {
            clerk.requests = 0;
            clerk.between(() -> clerk.instance = clerk.requests == other ? "ins_2" : "ins_1");
            assertThat(goneAtOnce(user("user_gone"))).as("request %d", other).isZero();
            assertThat(clerk.requests)
                    .as("a key of another instance asks nothing")
                    .isEqualTo(other);
        }
    }

    @Test
    void dACanarySingsWhereItsListAndItsAddressHaveIt() throws Exception {
        for (String canary : List.of("user_canary", "org_canary")) {
            Absentee gone = canary.startsWith("user") ? user("user_gone") : absentee(Resource.ORGANIZATION, "org_gone");
            assertThat(goneAtOnce(gone)).isOne();
            clerk.unlisted.add(canary);
            assertThat(goneAtOnce(gone)).as("%s is not listed", canary).isZero();
            clerk.unlisted.clear();
            clerk.unaddressed.add(canary);
            assertThat(goneAtOnce(gone)).as("%s has no address", canary).isZero();
            clerk.unaddressed.clear();
        }
    }

    @Test
    void dTheNextCanaryCountsWhereTheFirstHasNoAddress() throws Exception {
        userCanaries.addFirst(canary("user_alive", null, null));
        clerk.unaddressed.add("user_alive");
        assertThat(goneAtOnce(user("user_gone"))).isOne();
    }

    /** Of a round about one user these ask with a filter: for the canary, for the user and for the canary again. */
    @Test
    void cAFilterThatIsPassedOverOnceProvesNothing() throws Exception {
        for (long passedOver : List.of(2L, 4L, 6L)) {
            clerk.requests = 0;
            clerk.between(() -> clerk.ignoreFilters = clerk.requests == passedOver);
            assertThat(goneAtOnce(user("user_gone")))
                    .as("request %d", passedOver)
                    .isZero();
        }
    }

    @Test
    void cAFilterThatIsPassedOverProvesNothingAboutWhatHasNoAddress() throws Exception {
        clerk.put(
                Resource.ORGANIZATION_DOMAIN,
                JsonMapper.shared()
                        .createObjectNode()
                        .put("id", "orgdmn_other")
                        .put("organization_id", "org_canary")
                        .put("created_at", 1));
        List<Absentee> gone = List.of(
                absentee(Resource.ORGANIZATION_DOMAIN, "orgdmn_gone"),
                absentee(Resource.WAITLIST_ENTRY, "wl_gone"),
                member("orgmem_gone", "org_1", "user_canary"));
        assertThat(goneAtOnce(gone.toArray(Absentee[]::new))).isEqualTo(3);
        clerk.ignoreFilters = true;
        for (Absentee each : gone) {
            assertThat(goneAtOnce(each)).as("%s", each.id()).isZero();
        }
        // The same user, and another organization's.
        clerk.end("orgmem_alive");
        membership("orgmem_other", "org_canary", "user_canary");
        assertThat(goneAtOnce(gone.getLast())).isZero();
    }

    @Test
    void bOneConfirmationIsNone() throws Exception {
        Confirmation confirmation = confirmation();
        List<Absentee> once = confirmation.round(List.of(user("user_gone")));
        assertThat(confirmation.extras(once)).isEmpty();
        now += Confirmation.APART.toMillis() - 1;
        List<Absentee> tooSoon = confirmation.round(once);
        assertThat(confirmation.extras(tooSoon)).isEmpty();
        now += 1;
        assertThat(confirmation.extras(confirmation.round(tooSoon))).hasSize(1);
    }

    @Test
    void bWhatComesBackBetweenTheTwoIsNone() throws Exception {
        Confirmation confirmation = confirmation();
        List<Absentee> once = confirmation.round(List.of(user("user_late")));
        object(Resource.USER, "user_late");
        now += Confirmation.APART.toMillis();
        assertThat(confirmation.extras(confirmation.round(once))).isEmpty();
    }

    @Test
    void cWhatTheBatchGivesIsThereWhateverItsAddressSays() throws Exception {
        FakeClerk honest = clerk;
        Confirmation confirmation = new Confirmation(
                new ClerkAnswers() {
                    @Override
                    public JsonNode object(ApiQuery query) throws ApiException {
                        if (asks(query, "user_alive")) {
                            throw new ApiException(ApiException.Kind.NOT_FOUND, "404");
                        }
                        return honest.object(query);
                    }

                    @Override
                    public ApiPage page(ApiQuery query) throws ApiException {
                        return honest.page(query);
                    }
                },
                this::canaries,
                "ins_1",
                START,
                GRACE,
                () -> Instant.ofEpochMilli(now));
        List<Absentee> once = confirmation.round(List.of(user("user_alive")));
        now += Confirmation.APART.toMillis();
        assertThat(confirmation.extras(confirmation.round(once))).isEmpty();
    }

    private static boolean asks(ApiQuery query, String id) {
        return Asked.of(query).steps().contains(id);
    }

    @Test
    void cWhatTheBatchDoesNotGiveMayHaveAnAddress() throws Exception {
        // A list that lags: hidden there, and found by its address.
        FakeClerk honest = clerk;
        Confirmation confirmation = new Confirmation(
                new ClerkAnswers() {
                    @Override
                    public JsonNode object(ApiQuery query) throws ApiException {
                        honest.hidden.clear();
                        return honest.object(query);
                    }

                    @Override
                    public ApiPage page(ApiQuery query) throws ApiException {
                        honest.hidden.add("user_alive");
                        return honest.page(query);
                    }
                },
                this::canaries,
                "ins_1",
                START,
                GRACE,
                () -> Instant.ofEpochMilli(now));
        List<Absentee> once = confirmation.round(List.of(user("user_alive")));
        now += Confirmation.APART.toMillis();
        assertThat(confirmation.extras(confirmation.round(once))).isEmpty();
    }

    @Test
    void cAFilterThatIsPassedOverProvesNothing() throws Exception {
        clerk.ignoreFilters = true;
        assertThat(extras(user("user_gone"), member("orgmem_gone", "org_1", "user_alive")))
                .isEmpty();
    }

    @Test
    void dNothingIsGoneWhereTheCanaryIsGoneToo() throws Exception {
        clerk.end("user_canary");
        assertThat(extras(user("user_gone"))).isEmpty();
        userCanaries.clear();
        assertThat(extras(user("user_gone"))).isEmpty();
    }

    @Test
    void dAKeyThatLosesItsInstanceInMidBlockEndsNobody() throws Exception {
        for (int healthy = 0; healthy < 20; healthy++) {
            clerk.unresolvable = false;
            long failing = clerk.requests + healthy;
            clerk.between(() -> clerk.unresolvable = clerk.requests > failing);
            Confirmation confirmation = confirmation();
            List<Absentee> once =
                    confirmation.round(List.of(user("user_alive"), user("user_gone"), role("role_alive")));
            assertThat(ids(once.stream()
                            .filter(absentee -> absentee.firstConfirmedAtMillis() != null)
                            .toList()))
                    .as("healthy for %d requests", healthy)
                    .doesNotContain("user_alive", "role_alive");
        }
    }

    @Test
    void dOfAnotherInstanceNothingIsGone() throws Exception {
        clerk.instance = "ins_2";
        assertThat(extras(user("user_gone"))).isEmpty();
    }

    @Test
    void dMembersAreAskedForInTheSameOrganizationAsTheirCanary() throws Exception {
        // The organization's list lacks all that it has; another one's does not.
        clerk.off.add(Resource.ORGANIZATION_MEMBERSHIP);
        assertThat(extras(member("orgmem_alive", "org_1", "user_alive"))).isEmpty();
    }

    @Test
    void eARoundWithoutAnAnswerCountsForNothing() {
        clerk.between(() -> {
            if (clerk.requests > 3) {
                throw new IllegalStateException("no answer");
            }
        });
        assertThatThrownBy(() -> confirmation().round(List.of(user("user_gone"))))
                .isInstanceOf(IllegalStateException.class);
        Absentee twice = user("user_gone").confirmed(START, START + Confirmation.APART.toMillis());
        assertThat(EndPlan.of(List.of(twice), List.of(), new Word(1, true, null))
                        .ends())
                .isEmpty();
        assertThat(EndPlan.of(List.of(twice), List.of(), new Word(2, true, null))
                        .ends())
                .hasSize(1);
    }

    @Test
    void fMoreThanTheCapWithAllThatBelongsToItEndsNothing() {
        Absentee organization =
                new Absentee(Resource.ORGANIZATION, "org_gone", Owners.NONE, true, 1, OLD, START, START + 600_000);
        List<TableEnds> tables = List.of(
                new TableEnds("organizations", 10_000, 1, Set.of("organizations")),
                new TableEnds("organization_memberships", 10_000, 101, Set.of("organizations")));
        EndPlan plan = EndPlan.of(List.of(organization), tables, new Word(2, true, null));
        assertThat(plan.ends()).isEmpty();
        assertThat(plan.allowance().refused()).containsKeys("organizations", "organization_memberships");
        assertThat(plan.allowance().capNeeded()).isEqualTo(101);
        assertThat(EndPlan.of(List.of(organization), tables, new Word(2, true, 101L))
                        .ends())
                .hasSize(1);
    }

    @Test
    void fTheCapGrowsWithTheTable() {
        assertThat(EndCap.of(1_000)).isEqualTo(50);
        assertThat(EndCap.of(10)).isZero();
        assertThat(EndCap.of(10_000)).isEqualTo(100);
        assertThat(EndCap.of(1_000_000)).isEqualTo(1_000);
    }

    @Test
    void fAsManyAsTheCapMayEndAndATableBesideIsNotHeldBack() {
        List<TableEnds> tables = List.of(
                new TableEnds("users", 10_000, 100, Set.of("users")),
                new TableEnds("roles", 10, 1, Set.of("roles")),
                new TableEnds("permissions", 10, 9, Set.of("roles")));
        assertThat(EndCap.of(tables.subList(0, 1), null).capNeeded()).isZero();
        EndCap.Allowance allowance = EndCap.of(tables, null);
        assertThat(allowance.allows("users")).isTrue();
        assertThat(allowance.allows("roles")).isFalse();
        assertThat(allowance.allows("permissions")).isFalse();
        assertThat(allowance.capNeeded()).isEqualTo(9);
        assertThat(EndCap.of(tables, 99L).refused()).containsExactly(Map.entry("users", 100L));
    }

    @Test
    void endsBeginWithTheOwnersAndAreTheSameEachTime() {
        List<Absentee> extras = List.of(
                member("orgmem_1", "org_2", "user_1"),
                user("user_2"),
                user("user_1"),
                absentee(Resource.ORGANIZATION, "org_1"));
        assertThat(ids(EndPlan.of(extras, List.of(), new Word(2, true, null)).ends()))
                .containsExactly("org_1", "user_1", "user_2", "orgmem_1");
        List<TableEnds> users = List.of(new TableEnds("users", 10, 2, Set.of("users")));
        assertThat(ids(EndPlan.of(extras, users, new Word(2, true, null)).ends()))
                .as("a table that is held back holds no other")
                .containsExactly("org_1", "orgmem_1");
    }

    @Test
    void whatHasEndedOrIsAnExtraItselfIsNotUnderOne() throws Exception {
        Absentee organization =
                absentee(Resource.ORGANIZATION, "org_gone").confirmed(START, START + Confirmation.APART.toMillis());
        Absentee ended = new Absentee(
                Resource.ORGANIZATION_MEMBERSHIP,
                "orgmem_ended",
                owners("org_gone", "user_alive"),
                false,
                1,
                OLD,
                null,
                null);
        Absentee itself = member("orgmem_itself", "org_gone", "user_alive")
                .confirmed(START, START + Confirmation.APART.toMillis());
        Absentee under = member("orgmem_under", "org_gone", "user_alive");
        Absentee elsewhere = member("orgmem_elsewhere", "org_1", "user_alive");
        List<Absentee> all = List.of(organization, ended, itself, under, elsewhere);
        assertThat(ids(confirmation().extras(all))).containsExactly("org_gone", "orgmem_itself");
        assertThat(ids(confirmation().underExtras(all))).containsExactly("orgmem_under");
    }

    @Test
    void gNobodyEndsWhatNoPersonSaidToEnd() {
        Absentee twice = user("user_gone").confirmed(START, START + 600_000);
        assertThat(EndPlan.of(List.of(twice), List.of(), new Word(2, false, 1_000L))
                        .ends())
                .isEmpty();
    }

    @Test
    void ownersComeFirstAndTakeTheirsAlong() throws Exception {
        Confirmation confirmation = confirmation();
        List<Absentee> all = List.of(
                member("orgmem_gone", "org_gone", "user_alive"),
                new Absentee(Resource.ORGANIZATION, "org_gone", Owners.NONE, true, 1, OLD, null, null));
        List<Absentee> once = confirmation.round(all);
        now += Confirmation.APART.toMillis();
        List<Absentee> twice = confirmation.round(once);
        assertThat(ids(confirmation.extras(twice))).containsExactly("org_gone");
        assertThat(ids(confirmation.underExtras(twice))).containsExactly("orgmem_gone");
    }

    /** The copy need not know the organization, and its list of members has gone with it. */
    @Test
    void membersOfAnOrganizationThatIsGoneAreExtras() throws Exception {
        assertThat(extras(member("orgmem_gone", "org_gone", "user_alive"))).containsExactly("orgmem_gone");
    }

    @Test
    void dMembersOfAnOrganizationAreNotGoneWithTheFeature() throws Exception {
        clerk.broken.add(Resource.ORGANIZATION_MEMBERSHIP);
        assertThat(extras(member("orgmem_alive", "org_1", "user_alive"))).isEmpty();
        clerk.broken.add(Resource.ORGANIZATION);
        assertThat(extras(member("orgmem_alive", "org_1", "user_alive"))).isEmpty();
        clerk.unresolvable = true;
        assertThat(extras(member("orgmem_alive", "org_1", "user_alive"))).isEmpty();
    }

    @Test
    void invitationsAreReportedOnly() throws Exception {
        long asked = clerk.requests;
        assertThat(extras(new Absentee(
                        Resource.ORGANIZATION_INVITATION, "orginv_1", Owners.NONE, true, 1, OLD, null, null)))
                .isEmpty();
        assertThat(clerk.requests).isEqualTo(asked);
    }

    @Test
    void anEndNamesItsOwnersAndNoTime() {
        String envelope = new String(
                EndSnapshot.of(member("orgmem_gone", "org_1", "user_1"), "ins_1", new RunId(7))
                        .envelope(),
                StandardCharsets.UTF_8);
        assertThat(envelope)
                .contains(
                        "\"organizationMembership.deleted\"",
                        "\"organization_id\":\"org_1\"",
                        "\"user_id\":\"user_1\"",
                        "\"deleted\":true")
                .doesNotContain("timestamp");
        Snapshot user = EndSnapshot.of(user("user_gone"), "ins_1", new RunId(7));
        assertThat(user.id()).isEqualTo("user_gone");
        assertThat(user.type().value()).isEqualTo("user.deleted");
        assertThat(user.messageId()).isEqualTo(new RunId(7).messageId());
        assertThat(new String(user.envelope(), StandardCharsets.UTF_8))
                .contains("\"id\":\"user_gone\"", "\"instance_id\":\"ins_1\"")
                .doesNotContain("organization_id");
    }
}
