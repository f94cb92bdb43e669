package dev.rollcall.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApiFateTest {

    private final Random dice = new Random(3);

    private List<Optional<ApiAnswer>> fates(ApiFaults faults, int requests) {
        return IntStream.range(0, requests)
                .mapToObj(request -> ApiFate.of(faults, dice))
                .toList();
    }

    private static ApiFaults always(ApiFault fault) {
        return ApiFaults.NONE.with(fault, 1000);
    }

    @Test
    void withoutFaultsNothingHits() {
        assertThat(fates(ApiFaults.NONE, 2_000)).containsOnly(Optional.empty());
        assertThat(IntStream.range(0, 2_000)).noneMatch(request -> ApiFate.hits(ApiFault.RESET, ApiFaults.NONE, dice));
        assertThat(IntStream.range(0, 2_000))
                .allMatch(request -> ApiFate.hits(ApiFault.RESET, always(ApiFault.RESET), dice));
    }

    @Test
    void whatIsAlwaysHitIsAnsweredInItsWay() {
        assertThat(fates(always(ApiFault.REFUSED).withRetryAfter("7"), 3))
                .allSatisfy(fate -> assertThat(fate).hasValueSatisfying(answer -> {
                    assertThat(answer.status()).isEqualTo(429);
                    assertThat(answer.headers()).containsEntry("Retry-After", "7");
                    assertThat(answer.body()).contains("too_many_requests");
                }));
        assertThat(fates(always(ApiFault.EMPTY_BODY), 3)).containsOnly(Optional.of(ApiAnswer.ok("")));
        assertThat(fates(always(ApiFault.HTML_BODY), 3)).containsOnly(Optional.of(ApiErrors.html(200)));
        assertThat(ApiErrors.html(200).headers()).containsEntry("Content-Type", "text/html");
        Set<Integer> statuses = fates(always(ApiFault.UNAVAILABLE), 200).stream()
                .map(fate -> fate.orElseThrow().status())
                .collect(Collectors.toSet());
        assertThat(statuses).containsExactlyInAnyOrder(500, 502, 503, 504, 408, 409);
    }

    @Test
    void sharesOfSeveralFaultsAddUp() {
        ApiFaults faults = ApiFaults.NONE
                .with(ApiFault.REFUSED, 300)
                .with(ApiFault.EMPTY_BODY, 200)
                .with(ApiFault.HTML_BODY, 400);
        List<Optional<ApiAnswer>> fates = fates(faults, 10_000);
        assertThat(fates.stream().filter(Optional::isEmpty).count()).isBetween(800L, 1_200L);
        List<ApiAnswer> hit = fates.stream().flatMap(Optional::stream).toList();
        assertThat(hit.stream().filter(answer -> answer.status() == 429).count())
                .isBetween(2_700L, 3_300L);
        assertThat(hit.stream().filter(answer -> answer.body().isEmpty()).count())
                .isBetween(1_800L, 2_200L);
    }

    @Test
    void aShareIsOfAThousand() {
        ApiFaults faults = ApiFaults.NONE.with(ApiFault.RESET, 1);
        long hits = IntStream.range(0, 100_000)
                .filter(request -> ApiFate.hits(ApiFault.RESET, faults, dice))
                .count();
        assertThat(hits).isBetween(50L, 150L);
    }

    @Test
    void faultsAddToEachOtherAndKeepWhatWasSaid() {
        ApiFaults faults = ApiFaults.stormy(9).withOff(Feature.BILLING).with(ApiFault.COUNT_OFF, -2);
        assertThat(faults.seed()).isEqualTo(9);
        assertThat(faults.off()).containsExactly(Feature.BILLING);
        assertThat(faults.amount(ApiFault.UNAVAILABLE)).isEqualTo(30);
        assertThat(faults.amount(ApiFault.COUNT_OFF)).isEqualTo(-2);
        assertThat(faults.has(ApiFault.COUNT_OFF)).isFalse();
        assertThat(faults.has(ApiFault.SHUFFLED_TIES)).isTrue();
        assertThat(faults.retryAfter(dice)).isEqualTo("0");
        assertThat(ApiFaults.NONE.ignoringCursors().has(ApiFault.IGNORED_CURSOR))
                .isTrue();
        assertThat(ApiFaults.NONE.ofAnUnresolvableKey().has(ApiFault.UNRESOLVABLE_KEY))
                .isTrue();
        assertThat(ApiFaults.NONE.seeded(4)).isEqualTo(new ApiFaults(4, Set.of(), "1", ApiFaults.NONE.amounts()));
    }

    @Test
    void aRefusalSaysWhenInEveryFormThatIsKnown() {
        ApiFaults any = ApiFaults.NONE.withRetryAfter(ApiFaults.ANY_RETRY_AFTER);
        assertThat(IntStream.range(0, 200).mapToObj(request -> any.retryAfter(dice)))
                .contains("1", "0", "", "soon", "3600");
        assertThat(ApiErrors.tooManyRequests("").headers()).doesNotContainKey("Retry-After");
        assertThat(ApiErrors.tooManyRequests("").body())
                .isEqualTo(ApiErrors.tooManyRequests("1").body());
    }

    @Test
    void aFeatureThatIsOffSaysSoInItsOwnWay() {
        assertThat(ApiErrors.featureOff(ApiTable.ORGANIZATIONS, 0).status()).isEqualTo(403);
        assertThat(ApiErrors.featureOff(ApiTable.INVITATIONS, 0).status()).isEqualTo(404);
        assertThat(ApiErrors.featureOff(ApiTable.WAITLIST, 0).body()).contains("feature_not_enabled");
        assertThat(ApiErrors.featureOff(ApiTable.SUBSCRIPTION_ITEMS, 0).status())
                .isEqualTo(400);
        assertThat(ApiErrors.featureOff(ApiTable.ORGANIZATIONS, 402).body())
                .contains("unsupported_subscription_plan_features");
        assertThat(ApiErrors.featureOff(ApiTable.ORGANIZATIONS, 410).status()).isEqualTo(410);
    }

    @Test
    void whoIsNotKnownAndAVersionThatIsNotAreRefused() {
        assertThat(ApiErrors.headerMissing().status()).isEqualTo(401);
        assertThat(ApiErrors.keyUnknown().body()).contains("clerk_key_invalid");
        assertThat(ApiErrors.versionUnknown().status()).isEqualTo(400);
    }

    @Test
    void aQuestionIsReadAsFormsAre() {
        ApiRequest request = ApiRequest.of(URI.create(
                "http://127.0.0.1/v1/users/count?query=a+b&user_id=1&user_id=2&=x&paginated&include_free=true"));
        assertThat(request.path()).isEqualTo("users/count");
        assertThat(request.first("query")).isEqualTo("a b");
        assertThat(request.first("user_id")).isEqualTo("1");
        assertThat(request.all("user_id")).containsExactly("1", "2");
        assertThat(request.first("")).isEqualTo("x");
        assertThat(request.first("paginated")).isEmpty();
        assertThat(request.first("nothing")).isNull();
        assertThat(request.isTrue("include_free")).isTrue();
        assertThat(request.isTrue("paginated")).isFalse();
        assertThat(ApiRequest.of(URI.create("http://127.0.0.1/users")).path()).isEmpty();
        assertThat(ApiRequest.of(URI.create("http://127.0.0.1/v1/users")).query())
                .isEmpty();
    }

    @Test
    void everyTableHasAnAddressAndOnlyUsersComeBare() {
        assertThat(ApiTable.all())
                .allSatisfy(table -> assertThat(ApiTable.at(table.path())).hasValue(table));
        assertThat(ApiTable.all()).filteredOn(ApiTable::isBare).containsExactly(ApiTable.USERS);
        assertThat(ApiTable.all()).filteredOn(ApiTable::isOrdered).containsExactly(ApiTable.SUBSCRIPTION_ITEMS);
        assertThat(ApiTable.at("nothing")).isEmpty();
    }
}
