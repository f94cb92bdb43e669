package dev.rollcall.proving.chaos;

import dev.rollcall.proving.chaos.invariant.Drift;
import dev.rollcall.proving.chaos.invariant.Finding;
import dev.rollcall.proving.chaos.invariant.Inspection;
import dev.rollcall.proving.chaos.invariant.Invariant;
import dev.rollcall.proving.chaos.invariant.LogChecks;
import dev.rollcall.proving.chaos.invariant.OffsetWatch;
import dev.rollcall.proving.chaos.invariant.Offsets;
import dev.rollcall.proving.chaos.invariant.Processes;
import dev.rollcall.proving.chaos.load.Load;
import dev.rollcall.proving.chaos.load.LoadSettings;
import dev.rollcall.proving.chaos.load.Prober;
import dev.rollcall.proving.chaos.load.ShiftedClock;
import dev.rollcall.proving.chaos.matrix.Fault;
import dev.rollcall.proving.chaos.matrix.Fault.Excuse;
import dev.rollcall.proving.chaos.matrix.NotPossibleException;
import dev.rollcall.proving.chaos.matrix.Scene;
import dev.rollcall.proving.chaos.report.TrialReport;
import dev.rollcall.proving.chaos.report.TrialReport.Outcome;
import dev.rollcall.proving.chaos.report.TrialReport.Sent;
import dev.rollcall.proving.site.Site;
import dev.rollcall.simulator.world.Dice;
import dev.rollcall.simulator.world.World;
import dev.rollcall.simulator.world.WorldSettings;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One fault on one system: load, injection, healing, drain, inspection. */
final class Trial {

    private static final double EVENTS_PER_SECOND = 40;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration LONGEST_LOAD = Duration.ofMinutes(4);
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofSeconds(20);

    private final Site site;
    private final History history;
    private final Schedule.Entry entry;
    private final Fault fault;
    private final WorldSettings world;
    private final ShiftedClock clock = new ShiftedClock();

    Trial(Site site, History history, Schedule.Entry entry) {
        this.site = site;
        this.history = history;
        this.entry = entry;
        fault = entry.fault();
        world = WorldSettings.of(entry.worldSeed(), entry.events())
                .sentOn(LocalDate.now(ZoneOffset.UTC))
                .withFaults(dev.rollcall.simulator.world.Fault.parse(fault.worldFaults()));
    }

    /** @param damage done to the checked data once everything is drained; nothing for a fault */
    TrialReport run(Damage damage) throws InterruptedException {
        try (Prober prober = new Prober(
                site.running().webhookUrl(), clock, () -> World.of(world).iterator())) {
            Scene scene = new Scene(site, new Dice(entry.choices()), prober, clock, entry.hold());
            try {
                return play(scene, damage);
            } catch (NotPossibleException reason) {
                scene.clear();
                repair();
                return TrialReport.notRun(
                        fault.id(),
                        fault.title(),
                        fault.place().label(),
                        String.valueOf(reason.getMessage()),
                        fault.remark());
            } catch (InterruptedException stopped) {
                throw stopped;
            } catch (Exception failed) {
                scene.note("stopped: " + failed);
                scene.clear();
                repair();
                return report(scene, List.of(), Sent.NOTHING, "the harness failed: " + failed);
            } finally {
                scene.clear();
            }
        }
    }

    /** What is done to data before it is checked. */
    @FunctionalInterface
    interface Damage {
        Damage NONE = (trialSite, load) -> {};

        void to(Site trialSite, Load load) throws Exception;
    }

    private TrialReport play(Scene scene, Damage damage) throws Exception {
        if (fault.isBeforeTheLoad()) {
            strike(scene);
        }
        long gateway = site.running().gateway().pid();
        long acknowledgedBefore = Processes.acknowledged(site.running());
        LogChecks.Mark mark = LogChecks.Mark.of(site);
        try (OffsetWatch offsets = OffsetWatch.begin(site)) {
            Load load = Load.begin(loadSettings(), clock);
            scene.add(load);
            if (!fault.isBeforeTheLoad()) {
                load.awaitAcknowledged(entry.startAfter());
                strike(scene);
            }
            long healed = System.nanoTime();
            boolean ended = true;
            for (Load one : scene.loads()) {
                ended &= one.awaitEnd(LONGEST_LOAD);
            }
            boolean consumed = Offsets.awaitConsumed(site, LONGEST_RECOVERY);
            long recovery = Duration.ofNanos(System.nanoTime() - healed).toMillis();
            scene.note("everything acknowledged and consumed");
            Finding alive = alive(ended, consumed, recovery);
            damage.to(site, load);
            boolean sameGateway = site.running().gateway().isAlive()
                    && site.running().gateway().pid() == gateway;
            history.add(scene.loads(), scene.furtherMessages());
            List<Finding> findings = new ArrayList<>(new Inspection(
                            site,
                            scene.loads(),
                            new Inspection.Before(
                                    mark,
                                    history.use(),
                                    history.sent(),
                                    history.canaries(site),
                                    sameGateway ? acknowledgedBefore : -1),
                            new Inspection.Allowed(
                                    fault.isExcused(Excuse.ANNOUNCED_AGAIN),
                                    fault.isExcused(Excuse.OFFSETS_DURING),
                                    damage.equals(Damage.NONE) ? QUIET : Duration.ofSeconds(1)))
                    .findings(offsets, consumed));
            findings.add(alive);
            findings.add(Drift.of(site, history.atClerk()));
            fault.aftermath().run(scene);
            return report(scene, findings, sent(scene, recovery), "");
        }
    }

    private void strike(Scene scene) throws Exception {
        scene.note("inject");
        fault.injection().run(scene);
        long until = System.nanoTime() + entry.hold().toNanos();
        fault.duration().run(scene);
        TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
        scene.note("heal");
        fault.healing().run(scene);
        scene.note("healed");
    }

    /** I11: nobody had to start anything that the fault did not end. */
    private Finding alive(boolean ended, boolean consumed, long recovery) {
        boolean running = site.running().gateway().isAlive()
                && site.running().worker().isAlive()
                && site.database().server().process().isAlive()
                && site.brokers().allRun();
        return new Finding(
                Invariant.I11,
                ended && consumed && running ? Finding.Verdict.HOLDS : Finding.Verdict.BROKEN,
                "acknowledged and consumed %.1f s after healing%s%s%s"
                        .formatted(
                                recovery / 1e3,
                                ended ? "" : "; not all deliveries ended",
                                consumed ? "" : "; the log was not consumed",
                                running ? "" : "; a process has ended by itself"));
    }

    private LoadSettings loadSettings() {
        return new LoadSettings(
                world,
                site.running().webhookUrl(),
                site.secrets().signing(),
                EVENTS_PER_SECOND,
                REQUEST_TIMEOUT,
                fault.order());
    }

    private static Sent sent(Scene scene, long recovery) {
        Sent sum = new Sent(0, 0, 0, 0, 0, recovery);
        for (Load load : scene.loads()) {
            sum = new Sent(
                    sum.deliveries() + load.ledger().begun(),
                    sum.attempts() + load.ledger().attempts(),
                    sum.acknowledged() + load.ledger().acknowledged(),
                    sum.refused() + load.ledger().refused(),
                    sum.undelivered() + load.ledger().undelivered(),
                    recovery);
        }
        return sum;
    }

    private TrialReport report(Scene scene, List<Finding> findings, Sent sent, String reason) {
        boolean red = !reason.isEmpty()
                || findings.stream().anyMatch(Finding::isBroken)
                || scene.expectations().stream().anyMatch(expectation -> !expectation.met());
        return new TrialReport(
                fault.id(),
                fault.title(),
                fault.place().label(),
                red ? Outcome.RED : Outcome.GREEN,
                reason,
                fault.remark(),
                scene.moments(),
                sent,
                findings,
                scene.expectations());
    }

    /** So that the next fault finds a whole system. */
    private void repair() throws InterruptedException {
        clock.shift(Duration.ZERO);
        try {
            site.database().link().heal();
            site.brokers().healLinks();
            site.startMissing();
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception stillBroken) {
            // The next trial says so.
        }
    }
}
