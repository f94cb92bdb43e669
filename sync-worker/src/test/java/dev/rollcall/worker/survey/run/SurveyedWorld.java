package dev.rollcall.worker.survey.run;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Row;
import dev.rollcall.worker.copy.table.Table;
import dev.rollcall.worker.survey.FakeClerk;
import dev.rollcall.worker.survey.api.ApiPage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A world of Clerk's, and the copy that its webhooks keep, of which some are lost. */
final class SurveyedWorld {

    static final List<Resource> TABLES = List.of(
            Resource.ORGANIZATION,
            Resource.USER,
            Resource.ORGANIZATION_MEMBERSHIP,
            Resource.ROLE,
            Resource.ORGANIZATION_DOMAIN);

    private static final long BASE = 1_700_000_000_000L;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final JsonMapper JSON = JsonMapper.shared();

    final FakeClerk clerk = new FakeClerk();
    final SurveyedCopy copy;
    final Random dice;
    long now = BASE;

    /** Whether the world goes on while Clerk is asked. */
    boolean busy;

    /** Runs between two requests, with its fault. */
    Runnable meanwhile = () -> {};

    private final Set<String> reallyEnded = new HashSet<>();
    private final Set<String> erased = new HashSet<>();
    private int ids;
    private int messages;

    SurveyedWorld(Random dice) {
        this.dice = dice;
        copy = new SurveyedCopy(dice, () -> now);
        clerk.now = now;
        clerk.dice = dice;
        clerk.between(this::passes);
    }

    void passes(Duration time) {
        now += time.toMillis();
        clerk.now = now;
    }

    private void passes() {
        passes(Duration.ofMillis(1 + dice.nextInt(100)));
        if (busy && dice.nextInt(3) == 0) {
            happens(1, 0);
        }
        if (dice.nextInt(3) == 0) {
            copy.applies(dice.nextInt(3));
        }
        meanwhile.run();
    }

    /** A history with losses, before anybody surveys; all that was not lost is applied. */
    void grows(int events, double lost) {
        happens(events, lost);
        copy.applies(Integer.MAX_VALUE);
        passes(Duration.ofDays(1));
    }

    private void happens(int events, double lost) {
        for (int event = 0; event < events; event++) {
            passes(Duration.ofMillis(1 + dice.nextInt(5)));
            Resource resource = TABLES.get(dice.nextInt(TABLES.size()));
            boolean isLost = dice.nextDouble() < lost;
            switch (dice.nextInt(5)) {
                case 0, 1 -> create(resource, isLost);
                case 2, 3 -> change(resource, isLost);
                default -> end(resource, isLost);
            }
        }
    }

    private String id(String prefix) {
        return prefix + String.format(Locale.ROOT, "%06d", ids++);
    }

    /** Times come in groups: ties are where lists go wrong. */
    private ObjectNode object(String id) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("created_at", now - now % 4)
                .put("updated_at", now)
                .put("marker", dice.nextInt(1000));
    }

    private void create(Resource resource, boolean lost) {
        List<ObjectNode> users = clerk.live(Resource.USER);
        List<ObjectNode> organizations = clerk.live(Resource.ORGANIZATION);
        ObjectNode object;
        switch (resource) {
            case USER -> {
                object = object(id("user_")).put("first_name", "n" + dice.nextInt(50));
                object.putArray("email_addresses")
                        .addObject()
                        .put("id", id("idn_"))
                        .put("email_address", "a" + dice.nextInt(9) + "@x.y");
            }
            case ORGANIZATION -> object = object(id("org_")).put("name", "o" + dice.nextInt(50));
            case ROLE -> object = object(id("role_")).put("name", "r").put("key", "org:" + ids);
            default -> {
                if (users.isEmpty() || organizations.isEmpty()) {
                    return;
                }
                String organization = ApiPage.idOf(any(organizations));
                if (resource == Resource.ORGANIZATION_DOMAIN) {
                    object = object(id("orgdmn_"))
                            .put("organization_id", organization)
                            .put("name", ids + ".test");
                } else {
                    object = object(id("orgmem_")).put("role", "org:" + dice.nextInt(3));
                    object.putObject("organization").put("id", organization);
                    object.putObject("public_user_data").put("user_id", ApiPage.idOf(any(users)));
                }
            }
        }
        clerk.put(resource, object);
        tell(resource, ".created", object, lost);
    }

    private ObjectNode any(List<ObjectNode> objects) {
        return objects.get(dice.nextInt(objects.size()));
    }

    private void change(Resource resource, boolean lost) {
        List<ObjectNode> live = clerk.live(resource);
        if (!live.isEmpty()) {
            ObjectNode changed = any(live).deepCopy();
            changed.put("updated_at", now).put("marker", dice.nextInt(1000));
            clerk.put(resource, changed);
            tell(resource, ".updated", changed, lost);
        }
    }

    private void end(Resource resource, boolean lost) {
        List<ObjectNode> live = clerk.live(resource);
        if (!live.isEmpty()) {
            ObjectNode ended = any(live);
            Set<String> before = liveIds();
            clerk.end(ApiPage.idOf(ended));
            before.removeAll(liveIds());
            reallyEnded.addAll(before);
            ObjectNode stub =
                    JSON.createObjectNode().put("id", ApiPage.idOf(ended)).put("deleted", true);
            tell(resource, ".deleted", stub, lost);
        }
    }

    private Set<String> liveIds() {
        Set<String> live = new HashSet<>();
        TABLES.forEach(table -> clerk.live(table).forEach(object -> live.add(ApiPage.idOf(object))));
        return live;
    }

    private void tell(Resource resource, String verb, ObjectNode data, boolean lost) {
        if (!lost) {
            ObjectNode envelope = JSON.createObjectNode();
            envelope.set("data", data);
            envelope.put("object", "event")
                    .put("type", resource.eventName() + verb)
                    .put("timestamp", now + dice.nextInt(20))
                    .put("instance_id", "ins_1");
            copy.arrives(data.get("id").stringValue(), "msg_" + messages++, JSON.writeValueAsBytes(envelope));
        }
    }

    /** What people do to a copy: rows that are edited or deleted by hand, placeholders, an erasure. */
    void isDamaged(int rows) {
        for (int row = 0; row < rows && !copy.rows.isEmpty(); row++) {
            copy.damages(List.copyOf(copy.rows.keySet()).get(dice.nextInt(copy.rows.size())));
        }
        if (dice.nextInt(3) == 0) {
            copy.expects(new Owner(Resource.USER, id("user_expected")));
        }
        List<ObjectNode> users = clerk.live(Resource.USER);
        if (dice.nextInt(3) == 0 && !users.isEmpty()) {
            Owner user = new Owner(Resource.USER, ApiPage.idOf(any(users)));
            if (copy.stored(user) != null) {
                copy.erases(user);
                erased.add(user.id());
            }
        }
        now += DAY;
        clerk.now = now;
    }

    /** Rows that ended and neither ended at Clerk nor were erased. */
    Set<String> falseEnds() {
        Set<String> ended = new TreeSet<>();
        copy.rows.forEach((key, row) -> {
            boolean isErased = erased.contains(key.id())
                    || row.owners().known().stream().anyMatch(owner -> erased.contains(owner.id()));
            if (row.ended() && !isErased && !reallyEnded.contains(key.id())) {
                ended.add(key.id());
            }
        });
        return ended;
    }

    /** Where copy and Clerk differ; nothing where the tables are the world. */
    Set<String> differences() {
        Set<String> differences = new TreeSet<>();
        Set<String> here = rows();
        Set<String> there = objects();
        here.stream().filter(row -> !there.contains(row)).forEach(row -> differences.add("here: " + row));
        there.stream().filter(row -> !here.contains(row)).forEach(row -> differences.add("at Clerk: " + row));
        return differences;
    }

    /** Live rows with their content, but for what nobody can confirm to be gone: no object of its table is left to ask for. */
    private Set<String> rows() {
        Set<String> rows = new TreeSet<>();
        copy.rows.forEach((key, row) -> {
            if (!row.ended() && row.revision() > 0 && !unerased(key.resource()).isEmpty()) {
                Object extra = Table.ofResource(key.resource()).valueOf(row.row(), "extra");
                rows.add(key.id() + " " + extra + " " + children(key, row.row()));
            }
        });
        return rows;
    }

    private static long children(Owner key, Row row) {
        long children = 0;
        for (int child = 0; child < Table.ofResource(key.resource()).children().size(); child++) {
            children += row.children(child).size();
        }
        return children;
    }

    private List<ObjectNode> unerased(Resource table) {
        return clerk.live(table).stream()
                .filter(object -> !erased.contains(ApiPage.idOf(object))
                        && !erased.contains(
                                object.path("public_user_data").path("user_id").asString("")))
                .toList();
    }

    /** The same of Clerk's objects, but for those of erased people. */
    private Set<String> objects() {
        Set<String> rows = new TreeSet<>();
        for (Resource table : TABLES) {
            for (ObjectNode object : unerased(table)) {
                rows.add(ApiPage.idOf(object) + " {\"marker\":"
                        + object.get("marker") + "} "
                        + object.path("email_addresses").size());
            }
        }
        return rows;
    }
}
