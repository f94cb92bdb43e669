package dev.rollcall.worker.survey;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ApiPage;
import dev.rollcall.worker.survey.api.ApiQuery;
import dev.rollcall.worker.survey.api.Asked;
import dev.rollcall.worker.survey.api.ClerkAnswers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Clerk in memory: lists, filters, cursors and single objects of its world, with the ways in which it may go wrong. */
public final class FakeClerk implements ClerkAnswers {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<String, Resource> LISTS = Map.of(
            "users", Resource.USER,
            "organizations", Resource.ORGANIZATION,
            "organization_memberships", Resource.ORGANIZATION_MEMBERSHIP,
            "organization_domains", Resource.ORGANIZATION_DOMAIN,
            "organization_roles", Resource.ROLE,
            "organization_permissions", Resource.PERMISSION,
            "waitlist_entries", Resource.WAITLIST_ENTRY);

    /** What an object was, by the time from which it was so; null once it is gone. */
    private record Held(Resource resource, TreeMap<Long, @Nullable ObjectNode> states) {}

    private final Map<String, Held> objects = new HashMap<>();
    private Runnable between = () -> {};
    private int ten = Integer.MAX_VALUE;

    public String instance = "ins_1";
    public boolean unresolvable;
    public boolean ignoreFilters;
    public boolean ignoreCursors;
    public boolean refuseCursors;
    public boolean refuseCursorsOfEnded = true;
    public boolean ignoreOffsets;
    public boolean shortPages;
    public boolean shuffledTies;
    public int unresolvableInThree;
    public int unansweredInThree;
    public int nonsenseInThree;
    public long countOff;
    public long listsBehindMillis;
    public Random dice = new Random(1);
    public final Set<Resource> off = EnumSet.noneOf(Resource.class);
    public final Set<String> hidden = new HashSet<>();
    public final Set<String> unlisted = new HashSet<>();
    public final Set<String> unaddressed = new HashSet<>();
    public final Set<Resource> broken = EnumSet.noneOf(Resource.class);
    public long behindMillis;
    public long now;
    public long requests;

    /** Runs before each request is answered. */
    public void between(Runnable change) {
        between = change;
    }

    /** Gives so many rows whatever is asked for. */
    public void givesOnly(int rows) {
        ten = rows;
    }

    public void put(Resource resource, ObjectNode object) {
        objects.computeIfAbsent(object.get("id").stringValue(), id -> new Held(resource, new TreeMap<>()))
                .states()
                .put(now, object.deepCopy());
    }

    /** Takes it away, with all that belongs to it. */
    public void end(String id) {
        for (Map.Entry<String, Held> entry : objects.entrySet()) {
            ObjectNode object = at(entry.getValue(), now);
            if (object != null
                    && (entry.getKey().equals(id) || id.equals(organizationOf(object)) || id.equals(userOf(object)))) {
                entry.getValue().states().put(now, null);
            }
        }
    }

    public List<ObjectNode> live(Resource resource) {
        return listed(resource, now);
    }

    public @Nullable ObjectNode find(String id) {
        Held held = objects.get(id);
        return held == null ? null : at(held, now);
    }

    private static @Nullable ObjectNode at(Held held, long time) {
        Map.Entry<Long, @Nullable ObjectNode> state = held.states().floorEntry(time);
        return state == null ? null : state.getValue();
    }

    private List<ObjectNode> listed(Resource resource, long time) {
        List<ObjectNode> listed = new ArrayList<>();
        objects.values().stream()
                .filter(held -> held.resource() == resource)
                .map(held -> at(held, time))
                .filter(Objects::nonNull)
                .forEach(listed::add);
        listed.sort(Comparator.comparingLong(FakeClerk::createdAt).thenComparing(ApiPage::idOf));
        return listed;
    }

    private static long createdAt(ObjectNode object) {
        return object.path("created_at").asLong(0);
    }

    private static String organizationOf(ObjectNode object) {
        return object.path("organization")
                .path("id")
                .asString(object.path("organization_id").asString(""));
    }

    private static String userOf(ObjectNode object) {
        return object.path("public_user_data").path("user_id").asString("");
    }

    private static ApiException notFound() {
        return new ApiException(ApiException.Kind.NOT_FOUND, "not found (404)");
    }

    private void begin() throws ApiException {
        requests++;
        between.run();
        if (unresolvable || oneOfThree(unresolvableInThree)) {
            throw notFound();
        }
        if (oneOfThree(unansweredInThree)) {
            throw new ApiException(ApiException.Kind.EXHAUSTED, "no answer");
        }
        if (oneOfThree(nonsenseInThree)) {
            throw new ApiException(ApiException.Kind.MALFORMED, "not JSON");
        }
    }

    private boolean oneOfThree(int chosen) {
        return chosen > 0 && dice.nextInt(3) < chosen;
    }

    private void requireOn(Resource resource) throws ApiException {
        if (off.contains(resource)) {
            throw new ApiException(ApiException.Kind.UNAVAILABLE, "not available");
        }
        if (broken.contains(resource)) {
            throw notFound();
        }
    }

    @Override
    public JsonNode object(ApiQuery query) throws ApiException {
        begin();
        Asked asked = Asked.of(query);
        if (asked.steps().equals(List.of("instance"))) {
            return JSON.createObjectNode().put("id", instance);
        }
        if (asked.steps().equals(List.of("users", "count"))) {
            return JSON.createObjectNode()
                    .put("total_count", live(Resource.USER).size() + countOff);
        }
        Resource resource = Objects.requireNonNull(LISTS.get(asked.steps().getFirst()));
        requireOn(resource);
        Held held = objects.get(asked.steps().getLast());
        String id = asked.steps().getLast();
        ObjectNode object =
                held == null || hidden.contains(id) || unaddressed.contains(id) ? null : at(held, now - behindMillis);
        if (object == null) {
            throw notFound();
        }
        return object.deepCopy();
    }

    @Override
    public ApiPage page(ApiQuery query) throws ApiException {
        begin();
        Asked asked = Asked.of(query);
        List<ObjectNode> rows;
        if (asked.steps().size() == 3) {
            requireOn(Resource.ORGANIZATION_MEMBERSHIP);
            Held organization = objects.get(asked.steps().get(1));
            if (organization == null || at(organization, now - behindMillis) == null) {
                throw notFound();
            }
            rows = listed(Resource.ORGANIZATION_MEMBERSHIP, shownAt());
            rows.removeIf(row -> !ignoreFilters
                    && (!organizationOf(row).equals(asked.steps().get(1))
                            || (!asked.all("user_id").isEmpty()
                                    && !asked.all("user_id").contains(userOf(row)))));
        } else {
            Resource resource = Objects.requireNonNull(LISTS.get(asked.steps().getFirst()));
            requireOn(resource);
            rows = listed(resource, shownAt());
            rows.removeIf(row -> hidden.contains(ApiPage.idOf(row)) || unlisted.contains(ApiPage.idOf(row)));
            if (!ignoreFilters) {
                rows.removeIf(row -> isFilteredOut(resource, asked, row));
            }
        }
        long total = Math.max(0, rows.size() + countOff);
        List<ObjectNode> following = paged(asked, rows);
        long limit = Math.min(ten, asked.number("limit", 10));
        if (shortPages && following.size() > 1 && dice.nextBoolean()) {
            limit = Math.min(limit, 1 + dice.nextInt(following.size() - 1));
        }
        List<ObjectNode> page =
                following.stream().limit(limit).map(ObjectNode::deepCopy).toList();
        return new ApiPage(page, OptionalLong.of(total));
    }

    private long shownAt() {
        return now - Math.max(behindMillis, listsBehindMillis);
    }

    private static boolean isFilteredOut(Resource resource, Asked asked, ObjectNode row) {
        String id = ApiPage.idOf(row);
        List<String> filter = switch (resource) {
            case USER -> asked.all("user_id");
            case ORGANIZATION -> asked.all("organization_id");
            default -> List.<String>of();
        };
        boolean named = filter.isEmpty() || filter.contains(id);
        boolean ofOrganization = resource != Resource.ORGANIZATION_DOMAIN
                || asked.all("organization_id").isEmpty()
                || asked.all("organization_id").contains(organizationOf(row));
        boolean queried = asked.all("query").isEmpty() || asked.all("query").contains(id);
        boolean young = createdAt(row) > asked.number("created_at_after", Long.MIN_VALUE);
        return !(named && ofOrganization && queried && young);
    }

    private List<ObjectNode> paged(Asked asked, List<ObjectNode> rows) throws ApiException {
        List<String> cursor = asked.all("starting_after");
        if (!cursor.isEmpty() && !ignoreCursors) {
            Held held = objects.get(cursor.getFirst());
            boolean gone = held == null || at(held, now) == null;
            if (refuseCursors || (gone && refuseCursorsOfEnded) || held == null) {
                throw new ApiException(ApiException.Kind.MALFORMED, "starting_after is refused (422)");
            }
            ObjectNode last = held.states().values().stream()
                    .filter(Objects::nonNull)
                    .reduce((a, b) -> b)
                    .orElseThrow();
            Comparator<ObjectNode> order =
                    Comparator.comparingLong(FakeClerk::createdAt).thenComparing(ApiPage::idOf);
            return rows.stream().filter(row -> order.compare(row, last) > 0).toList();
        }
        long offset = ignoreOffsets ? 0 : asked.number("offset", 0);
        if (shuffledTies && offset > 0) {
            Collections.shuffle(rows, dice);
            rows.sort(Comparator.comparingLong(FakeClerk::createdAt));
        }
        return rows.stream().skip(offset).toList();
    }
}
