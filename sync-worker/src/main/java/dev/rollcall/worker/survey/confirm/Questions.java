package dev.rollcall.worker.survey.confirm;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;
import dev.rollcall.worker.survey.api.ClerkAnswers;
import dev.rollcall.worker.survey.walk.AnchoredWalk;
import dev.rollcall.worker.survey.walk.IdHashes;
import dev.rollcall.worker.survey.walk.Place;
import dev.rollcall.worker.survey.walk.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * In which form Clerk is asked whether it has objects: by a batch filter where there is one, and then one by one; without
 * an address of their own, by the filtered list of their owner to its end.
 */
final class Questions {

    /** A limit is never left out: without one a batch gives ten. */
    private static final int LIMIT = 500;

    private final ClerkAnswers clerk;

    Questions(ClerkAnswers clerk) {
        this.clerk = clerk;
    }

    /** What is asked for. */
    record Asked(String id, Owners owners) {}

    /** Whether there is a form for objects of this kind. Invitations, sessions and billing are reported only. */
    static boolean canAskFor(Resource resource) {
        return switch (resource) {
            case ORGANIZATION, USER, ROLE, PERMISSION, ORGANIZATION_MEMBERSHIP, ORGANIZATION_DOMAIN, WAITLIST_ENTRY ->
                true;
            case ORGANIZATION_INVITATION, SESSION, SUBSCRIPTION, SUBSCRIPTION_ITEM, PAYMENT_ATTEMPT -> false;
        };
    }

    /** Whether one request asks for objects of one organization only. */
    static boolean isAskedByOrganization(Resource resource) {
        return resource == Resource.ORGANIZATION_MEMBERSHIP || resource == Resource.ORGANIZATION_DOMAIN;
    }

    String instance() throws ApiException, InterruptedException {
        return clerk.object(ApiQuery.of("instance")).path("id").asString("");
    }

    /**
     * Those that Clerk says it does not have.
     *
     * @param organizationId of all of them; null where they are not asked for by organization
     */
    Set<String> gone(Resource resource, @Nullable String organizationId, List<Asked> asked)
            throws ApiException, InterruptedException, InconclusiveException {
        return switch (resource) {
            case USER -> byBatch("users", "user_id", asked);
            case ORGANIZATION -> byBatch("organizations", "organization_id", asked);
            case ROLE -> byAddress("organization_roles", ids(asked));
            case PERMISSION -> byAddress("organization_permissions", ids(asked));
            case ORGANIZATION_MEMBERSHIP -> memberships(required(organizationId), asked);
            case ORGANIZATION_DOMAIN -> domains(required(organizationId), asked);
            case WAITLIST_ENTRY -> waiting(asked);
            case ORGANIZATION_INVITATION, SESSION, SUBSCRIPTION, SUBSCRIPTION_ITEM, PAYMENT_ATTEMPT ->
                throw new InconclusiveException("nothing is asked about these");
        };
    }

    /**
     * Whether an object that must be there is found by every part of the form.
     *
     * @param organizationId of the object; null where it is not asked for by organization
     */
    boolean isFound(Resource resource, @Nullable String organizationId, Asked asked)
            throws ApiException, InterruptedException, InconclusiveException {
        return switch (resource) {
            case USER -> isListed("users", "user_id", asked.id()) && isAt("users", asked.id());
            case ORGANIZATION ->
                isListed("organizations", "organization_id", asked.id()) && isAt("organizations", asked.id());
            case ROLE -> isAt("organization_roles", asked.id());
            case PERMISSION -> isAt("organization_permissions", asked.id());
            default -> gone(resource, organizationId, List.of(asked)).isEmpty();
        };
    }

    private boolean isListed(String path, String filter, String id)
            throws ApiException, InterruptedException, InconclusiveException {
        List<ObjectNode> objects = clerk.page(
                        ApiQuery.of(path).withAll(filter, List.of(id)).with("limit", LIMIT))
                .objects();
        for (ObjectNode object : objects) {
            require(ApiPage.idOf(object).equals(id));
        }
        return !objects.isEmpty();
    }

    private boolean isAt(String path, String id) throws ApiException, InterruptedException {
        try {
            return clerk.object(ApiQuery.of(path, id)).path("id").asString("").equals(id);
        } catch (ApiException refused) {
            if (refused.kind() == ApiException.Kind.NOT_FOUND) {
                return false;
            }
            throw refused;
        }
    }

    private Set<String> byBatch(String path, String filter, List<Asked> asked)
            throws ApiException, InterruptedException, InconclusiveException {
        Set<String> ids = ids(asked);
        ApiPage page =
                clerk.page(ApiQuery.of(path).withAll(filter, List.copyOf(ids)).with("limit", LIMIT));
        Set<String> unlisted = new LinkedHashSet<>(ids);
        for (ObjectNode object : page.objects()) {
            require(ids.contains(ApiPage.idOf(object)));
            unlisted.remove(ApiPage.idOf(object));
        }
        return byAddress(path, unlisted);
    }

    private Set<String> byAddress(String path, Set<String> ids) throws ApiException, InterruptedException {
        Set<String> gone = new LinkedHashSet<>();
        for (String id : ids) {
            if (isGone(ApiQuery.of(path, id))) {
                gone.add(id);
            }
        }
        return gone;
    }

    /** Any answer but 404 in Clerk's own words says no. */
    private boolean isGone(ApiQuery address) throws ApiException, InterruptedException {
        try {
            clerk.object(address);
            return false;
        } catch (ApiException refused) {
            return switch (refused.kind()) {
                case NOT_FOUND -> true;
                case MALFORMED, UNAVAILABLE -> false;
                case KEY_REFUSED, EXHAUSTED, CROWDED -> throw refused;
            };
        }
    }

    private Set<String> memberships(String organizationId, List<Asked> asked)
            throws ApiException, InterruptedException, InconclusiveException {
        Set<String> users = new LinkedHashSet<>();
        for (Asked each : asked) {
            users.add(required(each.owners().idOf(Resource.USER)));
        }
        return unlisted(
                ApiQuery.of("organizations", organizationId, "memberships").withAll("user_id", List.copyOf(users)),
                membership ->
                        membership.path("organization").path("id").asString("").equals(organizationId)
                                && users.contains(membership
                                        .path("public_user_data")
                                        .path("user_id")
                                        .asString("")),
                ids(asked));
    }

    private Set<String> domains(String organizationId, List<Asked> asked)
            throws ApiException, InterruptedException, InconclusiveException {
        return unlisted(
                ApiQuery.of("organization_domains").with("organization_id", organizationId),
                domain -> domain.path("organization_id").asString("").equals(organizationId),
                ids(asked));
    }

    private Set<String> waiting(List<Asked> asked) throws ApiException, InterruptedException, InconclusiveException {
        Set<String> gone = new LinkedHashSet<>();
        for (String id : ids(asked)) {
            gone.addAll(unlisted(
                    ApiQuery.of("waitlist_entries").with("query", id),
                    entry -> ApiPage.idOf(entry).equals(id),
                    Set.of(id)));
        }
        return gone;
    }

    private Set<String> unlisted(ApiQuery list, Predicate<ObjectNode> matches, Set<String> ids)
            throws ApiException, InterruptedException, InconclusiveException {
        Set<String> unlisted = new LinkedHashSet<>(ids);
        for (ObjectNode object : toItsEnd(list)) {
            require(matches.test(object));
            unlisted.remove(ApiPage.idOf(object));
        }
        return unlisted;
    }

    private List<ObjectNode> toItsEnd(ApiQuery list) throws ApiException, InterruptedException {
        AnchoredWalk walk = new AnchoredWalk(list, clerk, Long.MAX_VALUE);
        List<ObjectNode> all = new ArrayList<>();
        IdHashes seen = new IdHashes();
        Place place = Place.START;
        while (!place.ended()) {
            Step step = walk.next(place, seen);
            all.addAll(step.fresh());
            place = step.place();
        }
        return all;
    }

    private static void require(boolean matches) throws InconclusiveException {
        if (!matches) {
            throw new InconclusiveException("a filter gives what it was not asked for");
        }
    }

    private static String required(@Nullable String owner) throws InconclusiveException {
        if (owner == null) {
            throw new InconclusiveException("its owner is not known");
        }
        return owner;
    }

    private static Set<String> ids(List<Asked> asked) {
        Set<String> ids = new LinkedHashSet<>();
        asked.forEach(each -> ids.add(each.id()));
        return ids;
    }
}
