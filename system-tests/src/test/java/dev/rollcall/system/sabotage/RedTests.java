package dev.rollcall.system.sabotage;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

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
        FirstFailure listener = new FirstFailure();
        LauncherFactory.create().execute(request, listener);
        System.exit(listener.ran ? ALL_GREEN : NOTHING_RAN);
    }

    /** One failure is enough, and the tests after it may wait for what the sabotage keeps from happening. */
    private static final class FirstFailure implements TestExecutionListener {

        private boolean ran;

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            ran |= test.isTest();
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                System.out.println(test.getUniqueId());
                result.getThrowable().ifPresent(failure -> failure.printStackTrace(System.out));
                // Servers that tests share end with the process.
                System.exit(RED);
            }
        }
    }
}
