package dev.rollcall.worker.survey.run;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;
import dev.rollcall.worker.survey.api.ClerkAnswers;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks for single objects again, as many at once as Clerk allows. That one is not found proves nothing here. */
final class ClerkLookup {

    private static final int BATCH = 100;
    private static final long LIMIT = 500;

    private final ClerkAnswers clerk;

    ClerkLookup(ClerkAnswers clerk) {
        this.clerk = clerk;
    }

    /** What is known of an object that is looked for. */
    record Sought(
            String id,
            @Nullable String organizationId,
            @Nullable String userId) {

        static Sought of(SuspectRow suspect) {
            return new Sought(suspect.id(), suspect.organizationId(), suspect.userId());
        }
    }

    /** Those that Clerk shows, by id. */
    Map<String, ObjectNode> find(Resource resource, Collection<Sought> sought)
            throws ApiException, InterruptedException {
        return switch (resource) {
            case USER -> byFilter(ApiQuery.of("users"), "user_id", sought);
            case ORGANIZATION -> byFilter(ApiQuery.of("organizations"), "organization_id", sought);
            case ORGANIZATION_MEMBERSHIP -> memberships(sought);
            case ORGANIZATION_INVITATION -> invitations(sought);
            case ORGANIZATION_DOMAIN -> domains(sought);
            case ROLE -> singly("organization_roles", sought);
            case PERMISSION -> singly("organization_permissions", sought);
            case WAITLIST_ENTRY -> waitlist(sought);
            case SESSION, SUBSCRIPTION, SUBSCRIPTION_ITEM, PAYMENT_ATTEMPT -> Map.of();
        };
    }

    private Map<String, ObjectNode> byFilter(ApiQuery list, String filter, Collection<Sought> sought)
            throws ApiException, InterruptedException {
        Map<String, ObjectNode> found = new HashMap<>();
        List<String> ids = sought.stream().map(Sought::id).distinct().toList();
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<String> some = ids.subList(from, Math.min(from + BATCH, ids.size()));
            Set<String> asked = new HashSet<>(some);
            for (ObjectNode object :
                    clerk.page(list.withAll(filter, some).with("limit", LIMIT)).objects()) {
                if (!asked.contains(ApiPage.idOf(object))) {
                    throw new ApiException(
                            ApiException.Kind.MALFORMED, "Clerk passes over the filter by which objects are asked for");
                }
                found.put(ApiPage.idOf(object), object);
            }
        }
        return found;
    }

    private Map<String, ObjectNode> memberships(Collection<Sought> sought) throws ApiException, InterruptedException {
        Map<String, ObjectNode> found = new HashMap<>();
        Map<String, List<Sought>> byOrganization = sought.stream()
                .filter(one -> one.organizationId() != null && one.userId() != null)
                .collect(Collectors.groupingBy(one -> String.valueOf(one.organizationId())));
        for (Map.Entry<String, List<Sought>> entry : byOrganization.entrySet()) {
            Set<String> ids = entry.getValue().stream().map(Sought::id).collect(Collectors.toSet());
            List<String> users = entry.getValue().stream()
                    .map(one -> String.valueOf(one.userId()))
                    .distinct()
                    .toList();
            for (int from = 0; from < users.size(); from += BATCH) {
                ApiQuery query = ApiQuery.of("organizations", entry.getKey(), "memberships")
                        .withAll("user_id", users.subList(from, Math.min(from + BATCH, users.size())))
                        .with("limit", LIMIT);
                put(found, ids, query);
            }
        }
        return found;
    }

    private Map<String, ObjectNode> domains(Collection<Sought> sought) throws ApiException, InterruptedException {
        Map<String, ObjectNode> found = new HashMap<>();
        Set<String> ids = sought.stream().map(Sought::id).collect(Collectors.toSet());
        Set<String> organizations = new HashSet<>();
        for (Sought one : sought) {
            String organization = one.organizationId();
            if (organization != null && organizations.add(organization)) {
                put(
                        found,
                        ids,
                        ApiQuery.of("organization_domains")
                                .with("organization_id", organization)
                                .with("limit", LIMIT));
            }
        }
        return found;
    }

    private Map<String, ObjectNode> waitlist(Collection<Sought> sought) throws ApiException, InterruptedException {
        Map<String, ObjectNode> found = new HashMap<>();
        for (Sought one : sought) {
            put(
                    found,
                    Set.of(one.id()),
                    ApiQuery.of("waitlist_entries").with("query", one.id()).with("limit", LIMIT));
        }
        return found;
    }

    private Map<String, ObjectNode> invitations(Collection<Sought> sought) throws ApiException, InterruptedException {
        Map<String, ObjectNode> found = new HashMap<>();
        for (Sought one : sought) {
            String organization = one.organizationId();
            if (organization != null) {
                single(found, one.id(), ApiQuery.of("organizations", organization, "invitations", one.id()));
            }
        }
        return found;
    }

    private Map<String, ObjectNode> singly(String path, Collection<Sought> sought)
            throws ApiException, InterruptedException {
        Map<String, ObjectNode> found = new HashMap<>();
        for (Sought one : sought) {
            single(found, one.id(), ApiQuery.of(path, one.id()));
        }
        return found;
    }

    private void put(Map<String, ObjectNode> found, Set<String> ids, ApiQuery query)
            throws ApiException, InterruptedException {
        try {
            for (ObjectNode object : clerk.page(query).objects()) {
                if (ids.contains(ApiPage.idOf(object))) {
                    found.put(ApiPage.idOf(object), object);
                }
            }
        } catch (ApiException failed) {
            if (failed.kind() != ApiException.Kind.NOT_FOUND) {
                throw failed;
            }
        }
    }

    private void single(Map<String, ObjectNode> found, String id, ApiQuery query)
            throws ApiException, InterruptedException {
        try {
            JsonNode object = clerk.object(query);
            if (object instanceof ObjectNode one && ApiPage.idOf(one).equals(id)) {
                found.put(id, one);
            }
        } catch (ApiException failed) {
            if (failed.kind() != ApiException.Kind.NOT_FOUND) {
                throw failed;
            }
        }
    }
}
