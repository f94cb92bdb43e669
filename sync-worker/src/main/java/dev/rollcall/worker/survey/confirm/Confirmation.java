package dev.rollcall.worker.survey.confirm;

import dev.rollcall.model.clerk.Resource;
import dev.rollcall.worker.copy.table.Owner;
import dev.rollcall.worker.copy.table.Owners;
import dev.rollcall.worker.survey.api.ApiException;
import dev.rollcall.worker.survey.api.ClerkAnswers;
import dev.rollcall.worker.survey.confirm.Canaries.Canary;
import dev.rollcall.worker.survey.confirm.Questions.Asked;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of confirmation: each asks Clerk for every absentee in the forms that would find it, between two canaries. Two
 * rounds, {@link #APART} from each other; what {@link #extras} gives after the second may be ended, once all rounds of all
 * tables are done.
 */
public final class Confirmation {

    /** Between two confirmations of one row. */
    public static final Duration APART = Duration.ofMinutes(10);

    /** Confirmed between two canaries. */
    static final int BLOCK = 100;

    /** Owners first. */
    private static final List<Resource> ORDER = List.of(
            Resource.ORGANIZATION,
            Resource.USER,
            Resource.ROLE,
            Resource.PERMISSION,
            Resource.ORGANIZATION_MEMBERSHIP,
            Resource.ORGANIZATION_DOMAIN,
            Resource.WAITLIST_ENTRY);

    private final Questions questions;
    private final Canaries canaries;
    private final String instanceId;
    private final long writtenBeforeMillis;
    private final InstantSource clock;

    /**
     * Makes the rounds of a run.
     *
     * @param instanceId the database's
     * @param runStartMillis the database's clock when the run began
     * @param graceMillis rows that were written later than this before the run are left alone
     * @param clock of rounds
     */
    public Confirmation(
            ClerkAnswers clerk,
            Canaries canaries,
            String instanceId,
            long runStartMillis,
            long graceMillis,
            InstantSource clock) {
        questions = new Questions(clerk);
        this.canaries = canaries;
        this.instanceId = instanceId;
        writtenBeforeMillis = runStartMillis - graceMillis;
        this.clock = clock;
    }

    /**
     * One round: gives the same absentees, those that it found gone with one time more. Owners first; what belongs to an
     * owner that is gone needs no question of its own.
     *
     * @throws ApiException when a question had no answer: the round counts for nothing
     */
    public List<Absentee> round(List<Absentee> absentees) throws ApiException, InterruptedException {
        Map<Owner, Absentee> after = new HashMap<>();
        Set<Owner> goneOwners = new HashSet<>();
        for (Resource resource : ORDER) {
            List<Absentee> due = absentees.stream()
                    .filter(absentee -> absentee.resource() == resource && isDue(absentee))
                    .filter(absentee -> absentee.owners().known().stream().noneMatch(goneOwners::contains))
                    .toList();
            for (List<Absentee> block : blocks(resource, due)) {
                for (Absentee asked : confirmed(resource, block)) {
                    after.put(asked.asOwner(), asked);
                    if (asked.firstConfirmedAtMillis() != null) {
                        goneOwners.add(asked.asOwner());
                    }
                }
            }
        }
        return absentees.stream()
                .map(absentee -> after.getOrDefault(absentee.asOwner(), absentee))
                .toList();
    }

    /** Whether it may be ended at all, and is to be asked for now. */
    private boolean isDue(Absentee absentee) {
        Long first = absentee.firstConfirmedAtMillis();
        return mayEnd(absentee)
                && absentee.secondConfirmedAtMillis() == null
                && (first == null || clock.millis() - first >= APART.toMillis());
    }

    /** Placeholders are not Clerk's; what was written lately may be younger than the list. */
    private boolean mayEnd(Absentee absentee) {
        return absentee.lives()
                && absentee.revision() > 0
                && absentee.writtenAtMillis() < writtenBeforeMillis
                && Questions.canAskFor(absentee.resource());
    }

    private static List<List<Absentee>> blocks(Resource resource, List<Absentee> due) {
        Map<String, List<Absentee>> together = due.stream()
                .collect(Collectors.groupingBy(
                        absentee -> Questions.isAskedByOrganization(resource)
                                ? String.valueOf(absentee.organizationId())
                                : "",
                        TreeMap::new,
                        Collectors.toList()));
        List<List<Absentee>> blocks = new ArrayList<>();
        for (List<Absentee> group : together.values()) {
            for (int from = 0; from < group.size(); from += BLOCK) {
                blocks.add(group.subList(from, Math.min(from + BLOCK, group.size())));
            }
        }
        return blocks;
    }

    /** The block with what became of it. */
    private List<Absentee> confirmed(Resource resource, List<Absentee> block)
            throws ApiException, InterruptedException {
        long begun = clock.millis();
        Set<String> gone = gone(resource, block);
        long done = clock.millis();
        return block.stream()
                .map(absentee -> {
                    if (!gone.contains(absentee.id())) {
                        return absentee.confirmed(null, null);
                    }
                    // Each by the end that makes the time between them shorter.
                    Long first = absentee.firstConfirmedAtMillis();
                    return first == null ? absentee.confirmed(done, null) : absentee.confirmed(first, begun);
                })
                .toList();
    }

    private Set<String> gone(Resource resource, List<Absentee> block) throws ApiException, InterruptedException {
        String organizationId =
                Questions.isAskedByOrganization(resource) ? block.getFirst().organizationId() : null;
        List<Asked> asked = asked(block);
        try {
            return between(resource, organizationId, asked);
        } catch (ApiException refused) {
            return switch (refused.kind()) {
                case NOT_FOUND -> organizationId == null ? Set.of() : goneWith(organizationId, asked);
                case UNAVAILABLE, MALFORMED -> Set.of();
                case KEY_REFUSED, EXHAUSTED, CROWDED -> throw refused;
            };
        }
    }

    /**
     * All of them, where their organization is gone: its list is not there to be asked. A feature that is off says 404 as
     * well, so the organization is asked for in its own form and between its own canaries.
     */
    private Set<String> goneWith(String organizationId, List<Asked> asked) throws ApiException, InterruptedException {
        try {
            Set<String> gone = between(Resource.ORGANIZATION, null, List.of(new Asked(organizationId, Owners.NONE)));
            return gone.isEmpty() ? gone : asked.stream().map(Asked::id).collect(Collectors.toSet());
        } catch (ApiException refused) {
            return switch (refused.kind()) {
                case NOT_FOUND, UNAVAILABLE, MALFORMED -> Set.of();
                case KEY_REFUSED, EXHAUSTED, CROWDED -> throw refused;
            };
        }
    }

    /** Those that are gone, with a canary that sings before and after; none where anything else is not as it should be. */
    private Set<String> between(Resource resource, @Nullable String organizationId, List<Asked> asked)
            throws ApiException, InterruptedException {
        try {
            requireInstance();
            Canary canary = singing(resource, organizationId);
            if (canary == null) {
                return Set.of();
            }
            Set<String> gone = questions.gone(resource, organizationId, asked);
            boolean stillSings = sings(resource, canary);
            requireInstance();
            return stillSings ? gone : Set.of();
        } catch (InconclusiveException nothing) {
            return Set.of();
        }
    }

    private void requireInstance() throws ApiException, InterruptedException, InconclusiveException {
        if (!questions.instance().equals(instanceId)) {
            throw new InconclusiveException("the key is of another instance");
        }
    }

    private @Nullable Canary singing(Resource resource, @Nullable String organizationId)
            throws ApiException, InterruptedException, InconclusiveException {
        for (Canary canary : canaries.of(resource, organizationId)) {
            if (sings(resource, canary)) {
                return canary;
            }
        }
        return null;
    }

    /** Whether the form of question that has to find it does. */
    private boolean sings(Resource resource, Canary canary)
            throws ApiException, InterruptedException, InconclusiveException {
        String organizationId =
                Questions.isAskedByOrganization(resource) ? canary.owners().idOf(Resource.ORGANIZATION) : null;
        return questions.isFound(resource, organizationId, new Asked(canary.id(), canary.owners()));
    }

    private static List<Asked> asked(List<Absentee> block) {
        return block.stream()
                .map(absentee -> new Asked(absentee.id(), absentee.owners()))
                .toList();
    }

    /** Those that two rounds found gone; all others stay {@code unconfirmed}. */
    public List<Absentee> extras(List<Absentee> absentees) {
        return absentees.stream().filter(this::isExtra).toList();
    }

    private boolean isExtra(Absentee absentee) {
        Long first = absentee.firstConfirmedAtMillis();
        Long second = absentee.secondConfirmedAtMillis();
        return mayEnd(absentee) && first != null && second != null && second - first >= APART.toMillis();
    }

    /**
     * Those that belong to one of the {@link #extras}: they were not asked for, and end with it. They count as
     * {@code extra} and are not published.
     */
    public List<Absentee> underExtras(List<Absentee> absentees) {
        Set<Owner> owners = extras(absentees).stream().map(Absentee::asOwner).collect(Collectors.toSet());
        return absentees.stream()
                .filter(absentee -> absentee.lives() && !isExtra(absentee))
                .filter(absentee -> absentee.owners().known().stream().anyMatch(owners::contains))
                .toList();
    }
}
