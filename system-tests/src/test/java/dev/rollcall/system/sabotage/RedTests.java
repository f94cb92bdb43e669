package dev.rollcall.system.sabotage;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintWriter;
import java.util.Arrays;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * In a process of its own, with the sabotaged classes: runs tests, and ends with one of the codes below. None of them is
 * one that Java itself ends with, so that a process which did not get as far as its tests is not taken for a red one.
 */
final class RedTests {

    static final int ALL_GREEN = 40;
    static final int RED = 41;
    static final int NOTHING_RAN = 42;

    private RedTests() {}

    private static DiscoverySelector selector(String text) {
        String[] parts = text.split("#");
        if (parts.length == 1) {
            return selectClass(parts[0]);
        }
        try {
            // By the class, since a method with parameters is not found by its bare name.
            return Arrays.stream(Class.forName(parts[0]).getDeclaredMethods())
                    .filter(method -> method.getName().equals(parts[1]))
                    .findFirst()
                    .map(method -> selectMethod(method.getDeclaringClass(), method))
                    .orElseThrow(() -> new IllegalArgumentException("there is no test " + text));
        } catch (ClassNotFoundException missing) {
            throw new IllegalArgumentException("there is no test " + text, missing);
        }
    }

    public static void main(String[] selectors) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(selectors).map(RedTests::selector).toList())
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true), 3);
        long ran = summary.getTestsSucceededCount() + summary.getTestsFailedCount();
        boolean red = summary.getTotalFailureCount() > 0;
        // Servers that tests share end with the process.
        System.exit(red ? RED : ran == 0 ? NOTHING_RAN : ALL_GREEN);
    }
}
