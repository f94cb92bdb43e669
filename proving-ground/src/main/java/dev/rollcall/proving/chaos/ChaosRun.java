package dev.rollcall.proving.chaos;

import dev.rollcall.local.server.DirectoryTree;
import dev.rollcall.local.stack.Narrator;
import dev.rollcall.proving.chaos.invariant.Finding;
import dev.rollcall.proving.chaos.invariant.Inspection;
import dev.rollcall.proving.chaos.invariant.Processes;
import dev.rollcall.proving.chaos.matrix.Fault;
import dev.rollcall.proving.chaos.matrix.Matrix;
import dev.rollcall.proving.chaos.matrix.Place;
import dev.rollcall.proving.chaos.report.ChaosReport;
import dev.rollcall.proving.chaos.report.TextReport;
import dev.rollcall.proving.chaos.report.TrialReport;
import dev.rollcall.proving.chaos.report.TrialReport.Outcome;
import dev.rollcall.proving.chaos.report.TrialReport.Sent;
import dev.rollcall.proving.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The entry: plays the schedule on as many systems as it needs, one after another. */
final class ChaosRun {

    private final ChaosSettings settings;
    private final Narrator narrator;
    private final Schedule schedule;
    private final List<TrialReport> trials = new ArrayList<>();
    private final long start = System.nanoTime();
    private int sites;

    private ChaosRun(ChaosSettings settings, Narrator narrator) {
        this.settings = settings;
        this.narrator = narrator;
        schedule = Schedule.of(settings.seed(), settings.faults());
    }

    /**
     * Plays the chosen faults.
     *
     * @param commit of the repository, for the report
     * @param narrator told what happens
     */
    public static ChaosReport run(ChaosSettings settings, String commit, Narrator narrator)
            throws InterruptedException, IOException {
        return new ChaosRun(settings, narrator).run(commit);
    }

    private ChaosReport run(String commit) throws InterruptedException, IOException {
        Instant started = Instant.now();
        schedule.entries().forEach(entry -> narrator.say(entry.toString()));
        for (Fault fault : settings.faults()) {
            String reason = fault.reasonNotToRun();
            if (reason != null) {
                trials.add(TrialReport.notRun(fault.id(), fault.title(), "", reason, fault.remark()));
            }
        }
        for (Place place : Place.values()) {
            List<Schedule.Entry> entries = schedule.at(place);
            boolean plants = settings.plants() && place == Place.SINGLE;
            if (place == Place.OWN) {
                for (Schedule.Entry entry : entries) {
                    playOn(place, List.of(entry), false);
                }
            } else if (!entries.isEmpty() || plants) {
                playOn(place, entries, plants);
            }
        }
        trials.sort(Comparator.comparingInt(ChaosRun::place));
        return new ChaosReport(
                settings.seed(),
                commit,
                system(),
                started,
                since(start),
                schedule.entries().stream().map(Schedule.Entry::toString).toList(),
                trials);
    }

    private void playOn(Place place, List<Schedule.Entry> entries, boolean plants)
            throws InterruptedException, IOException {
        if (isOver()) {
            entries.forEach(this::skip);
            return;
        }
        sites++;
        Path directory = settings.directory().resolve("system-" + sites);
        narrator.say("System " + sites + " starts: " + place.label());
        try (Site site = Site.start(directory, settings.applications(), place.brokers())) {
            History history = new History(Processes.Use.of(site));
            for (Schedule.Entry entry : entries) {
                if (isOver()) {
                    skip(entry);
                } else {
                    narrator.say("  " + entry.fault().id() + " " + entry.fault().title() + " ...");
                    add(new Trial(site, history, entry).run(Trial.Damage.NONE));
                }
            }
            if (!entries.isEmpty()) {
                add(ending(site, place));
            }
            if (plants) {
                Schedule.Entry nothing = Schedule.of(settings.seed(), List.of(Matrix.nothing()))
                        .entries()
                        .getFirst();
                add(Plants.judged(new Trial(site, history, nothing).run(Plants::into)));
            }
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failed) {
            add(failure("SYSTEM-" + sites, "the harness failed: " + failed, place));
        } finally {
            tidy(directory);
        }
    }

    private TrialReport ending(Site site, Place place) throws Exception {
        List<Finding> findings = List.of(Inspection.replayChangesNothing(site));
        return new TrialReport(
                "END-" + sites,
                "after all faults of system " + sites + ": the whole log is replayed",
                place.label(),
                findings.stream().anyMatch(Finding::isBroken) ? Outcome.RED : Outcome.GREEN,
                "",
                "",
                List.of(),
                Sent.NOTHING,
                findings,
                List.of());
    }

    private TrialReport failure(String id, String reason, Place place) {
        return new TrialReport(
                id,
                "system " + sites,
                place.label(),
                Outcome.RED,
                reason,
                "",
                List.of(),
                Sent.NOTHING,
                List.of(),
                List.of());
    }

    private void add(TrialReport trial) {
        trials.add(trial);
        narrator.say("  " + TextReport.line(trial));
        TextReport.complaints(trial).forEach(narrator::say);
    }

    private void skip(Schedule.Entry entry) {
        Fault fault = entry.fault();
        trials.add(TrialReport.notRun(
                fault.id(), fault.title(), fault.place().label(), "the time was over (--minutes)", fault.remark()));
    }

    private boolean isOver() {
        return since(start).compareTo(settings.limit()) > 0;
    }

    /** The logs stay until the end of the run, whose caller decides about them. */
    private static void tidy(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> parts;
        try (Stream<Path> found = Files.list(directory)) {
            parts = found.filter(part -> !part.endsWith("logs")).toList();
        }
        for (Path part : parts) {
            DirectoryTree.delete(part);
        }
    }

    private static int place(TrialReport trial) {
        return trial.id().startsWith("F") ? Integer.parseInt(trial.id().substring(1)) : 1_000;
    }

    private static String system() {
        return "%s %s, %d processors, JDK %s"
                .formatted(
                        System.getProperty("os.name", ""),
                        System.getProperty("os.arch", ""),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version().feature());
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
